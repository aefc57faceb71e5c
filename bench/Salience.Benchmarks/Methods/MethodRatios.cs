using System.Globalization;

namespace Salience.Benchmarks.Methods;

/// <summary>What the methods cost beyond the passes they need, or how fast they run through their copies.</summary>
/// <remarks>
/// <c>time</c>: the method ÷ its passes; <c>speed</c>: copies a second ÷ those
/// of bare forward passes; <c>memory</c>: peak of the method ÷ that of one of its passes; <c>growth</c>: peak with four times the copies ÷ peak.
/// </remarks>
internal static class MethodRatios
{
    /// <summary>How many times as many copies must not need more memory.</summary>
    private const int More = 4;

    /// <summary>Measures and prints.</summary>
    public static int Run(MethodOptions options)
    {
        if (options.Threads is { } threads)
            TorchSharp.torch.set_num_threads(threads);
        var report = new Report(options.Json);
        foreach (var network in options.Networks)
        {
            foreach (var name in options.Methods)
                Measure(network, MethodCase.Find(name), options, report);
        }

        report.Finish();
        return 0;
    }

    private static void Measure(string network, MethodCase method, MethodOptions options, Report report)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{method.Name}/{Path.GetFileNameWithoutExtension(network)}/batch{options.Batch}");
        using var workload = new MethodWorkload(network, method, options.Batch, options.Copies);
        if (options.Pairs > 0 && method.Throughput)
            report.Add($"{name}/speed", PairedTiming.Ratio(workload.Reference, workload.Explain, options.Pairs, options.ProcessorTime), atLeast: method.Target);
        else if (options.Pairs > 0)
            report.Add($"{name}/time", PairedTiming.Ratio(workload.Explain, workload.Reference, options.Pairs, options.ProcessorTime), atMost: method.Target);
        if (options.MemoryPairs == 0)
            return;
        var few = workload.Text(options.Batch * 2);
        var plain = method.Reference == MethodReference.ForwardAndBackward ? "backward" : "forward";
        report.Add($"{name}/memory", PeakMemory.Ratio(network, options.Batch, few, plain, options.MemoryPairs));
        if (method.Settings is not null)
            report.Add($"{name}/growth", PeakMemory.Ratio(network, options.Batch, workload.Text(options.Batch * 2 * More), few, options.MemoryPairs));
    }
}
