namespace Salience.Cli.Diagnosis;

/// <summary>What to do about a native library that does not load, from the words of the system's loader.</summary>
internal static class NativeRemedy
{
    private static readonly (string Sign, string Remedy)[] Known =
    [
        ("GLIBCXX_", "The system's C++ runtime is older than the library asks for. Reinstall salience, whose packages relax that requirement; "
            + "or use Debian 13, Ubuntu 24.04 or newer, or a libstdc++6 of GCC 13 or newer."),
        ("CXXABI_", "The system's C++ runtime is too old: use Debian 12, Ubuntu 22.04 or newer, or install a newer libstdc++6."),
        ("GLIBC_", "The system's C library is too old: use a distribution with glibc 2.28 or newer, such as Debian 12, Ubuntu 22.04 or RHEL 9."),
        ("libgomp", "The OpenMP runtime is missing: install it, on Debian and Ubuntu with 'apt-get install libgomp1'."),
        ("libstdc++", "The C++ runtime is missing: install it, on Debian and Ubuntu with 'apt-get install libstdc++6'."),
        ("musl", "The library needs glibc, and this system has musl (Alpine): use a Debian or Ubuntu based image."),
        ("rror relocating", "The library needs glibc, and this system has musl (Alpine): use a Debian or Ubuntu based image."),
        ("libfontconfig", "A library for fonts is missing: install it, on Debian and Ubuntu with 'apt-get install libfontconfig1'."),
        ("wrong ELF class", "The library is for another processor: install the salience package of this platform."),
        ("incorrect format", "The library is for another processor: install the salience package of this platform."),
        ("0x8007007E", "Install the Microsoft Visual C++ Redistributable (x64), 2019 or newer."),
        ("failed to map", "Memory ran out while loading: close other programs or use a machine with more memory."),
        ("cannot open shared object", "A library that this one needs is missing: install the package that holds the file named before 'cannot open'."),
    ];

    /// <summary>What to do when a file of the tool is missing.</summary>
    public const string Reinstall = "Install salience again, for this platform; the file belongs to it.";

    /// <summary>What to do, from the loader's message.</summary>
    public static string For(string message) =>
        Known.FirstOrDefault(k => message.Contains(k.Sign, StringComparison.OrdinalIgnoreCase)).Remedy
        ?? "Install salience again; if that does not help, report the message above.";
}
