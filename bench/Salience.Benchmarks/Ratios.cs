using System.Globalization;
using System.Text.Json;

namespace Salience.Benchmarks;

/// <summary>What FullGrad costs beyond the passes it is made of.</summary>
/// <remarks>
/// <c>time</c>: FullGrad ÷ (forward + backward to the input); <c>forward</c>: FullGrad ÷ forward; <c>memory</c>: peak of FullGrad ÷ peak of
/// forward + backward, each beyond the loaded network. Same engine, same folded network, parameters frozen.
/// </remarks>
internal static class Ratios
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Measures and prints.</summary>
    public static int Run(RatioOptions options)
    {
        if (options.Threads is { } threads)
            TorchSharp.torch.set_num_threads(threads);
        var results = new Dictionary<string, Spread>();
        foreach (var network in options.Networks)
        {
            foreach (var batch in options.Batches)
                Measure(network, batch, options, results);
        }

        if (options.Json)
            Console.WriteLine(Serialize(results));
        return 0;
    }

    private static void Measure(string network, int batch, RatioOptions options, Dictionary<string, Spread> results)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"fullgrad/{network}/batch{batch}");
        using (var workload = new Workload(network, batch))
        {
            Note($"{name}/time", PairedTiming.Ratio(workload.Explain, workload.ForwardAndBackward, options.Pairs));
            Note($"{name}/forward", PairedTiming.Ratio(workload.Explain, workload.Forward, options.Pairs));
        }

        if (options.MemoryPairs > 0)
            Note($"{name}/memory", PeakMemory.Ratio(network, batch, "fullgrad", "backward", options.MemoryPairs));

        void Note(string key, Spread spread)
        {
            results.Add(key, spread);
            if (!options.Json)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key,-36} {spread.Median,6:f3}   [{spread.Low:f3}, {spread.High:f3}]"));
        }
    }

    /// <summary>Medians under the names themselves, quartiles under <c>…/low</c> and <c>…/high</c>.</summary>
    private static string Serialize(Dictionary<string, Spread> results)
    {
        var flat = results.SelectMany(r => new (string Key, double Value)[] { (r.Key, r.Value.Median), ($"{r.Key}/low", r.Value.Low), ($"{r.Key}/high", r.Value.High) });
        return JsonSerializer.Serialize(flat.ToDictionary(p => p.Key, p => Math.Round(p.Value, 4)), Indented);
    }
}
