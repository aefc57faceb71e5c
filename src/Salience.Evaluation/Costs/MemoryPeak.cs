using System.Globalization;
using System.Runtime.InteropServices;

namespace Salience.Evaluation.Costs;

/// <summary>How much resident memory some work takes at its peak, beyond what the process held before; on Linux only.</summary>
/// <remarks>Memory that the C library keeps for reuse is handed back first, as it would hide what the work needs.</remarks>
internal sealed class MemoryPeak
{
    private readonly long? _before;

    private MemoryPeak(long? before) => _before = before;

    /// <summary>Bytes at the peak since the beginning; <see langword="null"/> where the system does not tell.</summary>
    public long? Bytes => _before is { } before && Read("VmHWM") is { } peak ? Math.Max(0, peak - before) : null;

    /// <summary>Begins to measure.</summary>
    public static MemoryPeak Start()
    {
        if (!OperatingSystem.IsLinux())
            return new MemoryPeak(null);
        try
        {
            _ = TrimHeap(0);
            // Lets the kernel count the peak from now on.
            File.WriteAllText("/proc/self/clear_refs", "5");
            return new MemoryPeak(Read("VmRSS"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library, or a system that forbids it.
            return new MemoryPeak(null);
        }
    }

    private static long? Read(string key)
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);
}
