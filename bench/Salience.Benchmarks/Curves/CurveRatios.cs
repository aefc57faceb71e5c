namespace Salience.Benchmarks.Curves;

/// <summary>What the experiments cost beyond the passes and explanations that they need.</summary>
/// <remarks>
/// <c>speed</c>: perturbed pictures a second ÷ pictures a second of bare forward passes of the same batch; <c>time</c>: a cell of the sanity checks ÷ its
/// explanations; <c>growth</c>: peak memory of a run over four times as many pictures ÷ peak.
/// </remarks>
internal static class CurveRatios
{
    private const double LeastSpeed = 0.9;
    private const double MostTime = 1.1;
    private const int More = 4;

    /// <summary>Measures and prints.</summary>
    public static int Run(CurveOptions options)
    {
        if (options.Threads is { } threads)
            TorchSharp.torch.set_num_threads(threads);
        var report = new Report(options.Json);
        foreach (var network in options.Networks)
        {
            Perturbation(network, options, report);
            Sanity(network, options, report);
            if (options.MemoryPairs > 0)
            {
                var few = PerturbationRun.Pass(options.Pictures);
                report.Add($"curves/{Title(network)}/growth", PeakMemory.Ratio(network, options.Batch, PerturbationRun.Pass(options.Pictures * More), few, options.MemoryPairs));
            }
        }

        report.Finish();
        return 0;
    }

    private static string Title(string network) => Path.GetFileNameWithoutExtension(network);

    private static void Perturbation(string network, CurveOptions options, Report report)
    {
        using var workload = new CurveWorkload(network, options.Batch, options.Pictures);
        // A ratio of times the other way round is one of speeds.
        foreach (var replacement in options.Replacements)
        {
            var speed = PairedTiming.Ratio(workload.Forward, () => workload.Perturb(replacement), options.Pairs, options.ProcessorTime);
            report.Add($"curves/{Title(network)}/{replacement}/speed", speed, atLeast: LeastSpeed);
        }
    }

    private static void Sanity(string network, CurveOptions options, Report report)
    {
        foreach (var method in options.Methods)
        {
            using var workload = new SanityWorkload(network, method, options.Batch, options.Pictures);
            report.Add($"sanity/{Title(network)}/{method.Split(':')[0]}/time", PairedTiming.Ratio(workload.Check, workload.Explain, options.Pairs, options.ProcessorTime), atMost: MostTime);
        }
    }
}
