using System.Runtime.InteropServices;

namespace Salience.Cli;

/// <summary>Lets the C library keep the memory that libtorch frees, for the tensors that come next.</summary>
/// <remarks>
/// glibc gives large blocks back to the system at once and takes every next one anew, whose pages the system fills with zeros at first touch. libtorch makes and frees such
/// blocks at every operator; where pages are dear, as on virtual machines, that took more time than the operators themselves. The library leaves this to the program that uses it.
/// </remarks>
internal static partial class FreedMemory
{
    // Of <malloc.h>.
    private const int TrimThreshold = -1;
    private const int MostMapped = -4;

    /// <summary>Whether the C library took the options.</summary>
    public static bool IsKept { get; private set; }

    /// <summary>Says so to glibc, unless the environment has options for it already; does nothing elsewhere.</summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsLinux() || IsChosen("GLIBC_TUNABLES") || IsChosen("MALLOC_MMAP_MAX_") || IsChosen("MALLOC_TRIM_THRESHOLD_"))
            return;
        try
        {
            IsKept = SetOption(MostMapped, 0) != 0 && SetOption(TrimThreshold, int.MaxValue) != 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, such as musl.
        }
    }

    private static bool IsChosen(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
