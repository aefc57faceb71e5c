using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Salience.Cli.Failures;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Files;

namespace Salience.Cli.Diagnosis;

/// <summary>Checks of the machine: runtime, processor, memory, folders.</summary>
internal static class SystemChecks
{
    // Loading libtorch and explaining one photograph with a ResNet-50 takes about that much.
    private const long LeastMemory = 1L << 30;

    /// <summary>Runtime, processor and memory.</summary>
    public static IEnumerable<CheckRecord> Machine()
    {
        yield return new CheckRecord("salience", true, $"{VersionReport.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}");
        yield return new CheckRecord("processor", true, $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Simd()}");
        var free = FreeMemory();
        yield return new CheckRecord(
            "memory",
            free >= LeastMemory,
            $"{Numbers.Bytes(free)} free{(FreedMemory.IsKept ? ", kept between operators" : string.Empty)}",
            free >= LeastMemory ? null : $"Close other programs or use a machine with more memory: a photograph needs about {Numbers.Bytes(LeastMemory)}.");
    }

    /// <summary>Whether files can be written in a folder, or where it will be made.</summary>
    public static CheckRecord Folder(string name, string folder)
    {
        var full = Path.GetFullPath(folder);
        for (var at = full; ; at = Path.GetDirectoryName(at) ?? Path.GetPathRoot(full)!)
        {
            if (File.Exists(at))
                return new CheckRecord(name, false, $"{at} is a file, not a folder", "Choose another folder with --out.");
            if (!Directory.Exists(at))
                continue;
            try
            {
                AtomicFile.Create(Path.Combine(at, "salience-doctor")).Dispose();
                return new CheckRecord(name, true, at == full ? $"{full} is writable" : $"{full} can be made");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new CheckRecord(name, false, KnownFailure.Describe(failure, at), "Choose another folder (--out) or give yourself the right to write there.");
            }
        }
    }

    private static string Simd()
    {
        var found = new (bool Has, string Name)[] { (Avx512F.IsSupported, "AVX-512"), (Avx2.IsSupported, "AVX2"), (Fma.IsSupported, "FMA"), (AdvSimd.IsSupported, "NEON") }
            .Where(s => s.Has).Select(s => s.Name).ToList();
        return found.Count > 0 ? string.Join(" ", found) : "no AVX2, no NEON: everything works but slowly";
    }

    /// <summary>Memory that a program may still take: the system's figure on Linux, the runtime's limit elsewhere.</summary>
    private static long FreeMemory()
    {
        const string file = "/proc/meminfo";
        var info = GC.GetGCMemoryInfo();
        var limit = info.TotalAvailableMemoryBytes - info.MemoryLoadBytes;
        if (!File.Exists(file))
            return limit;
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var kilobytes = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(kilobytes, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? Math.Min(value << 10, info.TotalAvailableMemoryBytes)
            : limit;
    }
}
