using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Salience.Benchmarks.Curves;

namespace Salience.Benchmarks;

/// <summary>Peak memory of one pass, measured in a process of its own: an allocator that has seen other passes would hide it.</summary>
internal static class PeakMemory
{
    /// <summary>The option that makes this program the measured process.</summary>
    public const string Command = "peak";

    /// <summary>Peak of <paramref name="subject"/> divided by that of <paramref name="reference"/>, in pairs of processes.</summary>
    public static Spread Ratio(string network, int batch, string subject, string reference, int pairs) =>
        Spread.Of(Enumerable.Range(0, pairs).Select(_ => Measure(network, batch, subject) / Measure(network, batch, reference)));

    /// <summary>Runs one pass in this process and prints what it needed beyond the loaded network, in bytes.</summary>
    public static int Run(string network, int batch, string pass)
    {
        // One image first: libraries, compiled code and thread pools belong to the baseline.
        if (PerturbationRun.Pictures(pass) is { } pictures)
        {
            using var run = new PerturbationRun(network, batch, pictures);
            return Run(() => run.Execute(1), () => run.Execute(pictures));
        }

        using var workload = new Workload(network, batch);
        return Run(() => Single(network, pass), () => workload.Run(pass));
    }

    private static void Single(string network, string pass)
    {
        using var single = new Workload(network, 1);
        single.Run(pass);
    }

    private static int Run(Action first, Action measured)
    {
        first();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        ReturnFreeMemory();
        ForgetPeak();
        var baseline = Status("VmRSS");
        measured();
        Console.WriteLine((Status("VmHWM") - baseline).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static double Measure(string network, int batch, string pass)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(PeakMemory).Assembly.Location);
        foreach (var argument in new[] { Command, network, batch.ToString(CultureInfo.InvariantCulture), pass })
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Measuring the memory of {network}, batch {batch}, {pass} ended with code {child.ExitCode}.");
    }

    /// <summary>Memory that the C library has kept for reuse would hide in the baseline what the pass needs.</summary>
    private static void ReturnFreeMemory()
    {
        if (OperatingSystem.IsLinux())
            _ = TrimHeap(0);
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int TrimHeap(nuint keep);

    /// <summary>Lets the kernel count the peak from now on.</summary>
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Status(string key)
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(key, StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        using var process = Process.GetCurrentProcess();
        return key == "VmHWM" ? process.PeakWorkingSet64 : process.WorkingSet64;
    }
}
