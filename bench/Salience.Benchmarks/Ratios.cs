using System.Globalization;

namespace Salience.Benchmarks;

/// <summary>What FullGrad costs beyond the passes it is made of.</summary>
/// <remarks>
/// <c>time</c>: FullGrad ÷ (forward + backward to the input); <c>forward</c>: FullGrad ÷ forward; <c>memory</c>: peak of FullGrad ÷ peak of
/// forward + backward, each beyond the loaded network. Same engine, same folded network, parameters frozen.
/// </remarks>
internal static class Ratios
{
    /// <summary>Measures and prints.</summary>
    public static int Run(RatioOptions options)
    {
        if (options.Threads is { } threads)
            TorchSharp.torch.set_num_threads(threads);
        var report = new Report(options.Json);
        foreach (var network in options.Networks)
        {
            foreach (var batch in options.Batches)
                Measure(network, batch, options, report);
        }

        report.Finish();
        return 0;
    }

    private static void Measure(string network, int batch, RatioOptions options, Report report)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"fullgrad/{network}/batch{batch}");
        using (var workload = new Workload(network, batch))
        {
            report.Add($"{name}/time", PairedTiming.Ratio(workload.Explain, workload.ForwardAndBackward, options.Pairs));
            report.Add($"{name}/forward", PairedTiming.Ratio(workload.Explain, workload.Forward, options.Pairs));
        }

        if (options.MemoryPairs > 0)
            report.Add($"{name}/memory", PeakMemory.Ratio(network, batch, "fullgrad", "backward", options.MemoryPairs));
    }
}
