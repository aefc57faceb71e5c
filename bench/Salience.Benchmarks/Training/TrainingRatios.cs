namespace Salience.Benchmarks.Training;

/// <summary>How fast networks train beside a bare TorchSharp loop over the same layers.</summary>
/// <remarks>
/// <c>trainer</c>: pictures a second of the trainer ÷ those of the loop, whose tensors are in memory already; <c>steps</c>: those of the
/// network's training form on the same tensors ÷ those of the loop. Above 1 is faster than the loop.
/// </remarks>
internal static class TrainingRatios
{
    /// <summary>Measures and prints.</summary>
    public static int Run(TrainingOptions options)
    {
        if (options.Threads is { } threads)
            TorchSharp.torch.set_num_threads(threads);
        var report = new Report(options.Json);
        foreach (var trained in TrainedNetwork.All.Where(n => options.Networks.Contains(n.Name)))
        {
            using var workload = new TrainingWorkload(trained, options.Batch, options.Steps ?? trained.Steps);
            // A ratio of times the other way round is one of speeds.
            report.Add($"training/{trained.Name}/trainer", PairedTiming.Ratio(workload.Bare, workload.Train, options.Pairs, options.ProcessorTime));
            report.Add($"training/{trained.Name}/steps", PairedTiming.Ratio(workload.Bare, workload.Steps, options.Pairs, options.ProcessorTime));
        }

        report.Finish();
        return 0;
    }
}
