namespace Salience.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Networks">Names of <see cref="Architectures"/>.</param>
/// <param name="Batches">Images at once.</param>
/// <param name="Pairs">Timed pairs.</param>
/// <param name="MemoryPairs">Pairs of processes measured for memory; 0 for none.</param>
/// <param name="Threads">Threads of libtorch; its own choice where <see langword="null"/>.</param>
/// <param name="Json">Whether one JSON object is printed and not a table.</param>
internal sealed record RatioOptions(IReadOnlyList<string> Networks, IReadOnlyList<int> Batches, int Pairs, int MemoryPairs, int? Threads, bool Json)
{
    /// <summary>One line on the options.</summary>
    public const string Usage = "ratios [--json] [--quick] [--networks vgg16,resnet50,densenet121] [--batches 1,8] [--pairs N] [--memory-pairs N] [--threads N]";

    /// <summary>Reads the options; an unknown one is an error.</summary>
    public static RatioOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RatioOptions(Architectures.Names, [1, 8], 15, 3, null, false);
        var reader = new ArgumentReader(arguments, Usage);
        while (reader.Next(out var option))
        {
            options = option switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Pairs = 3, MemoryPairs = 1 },
                "--networks" => options with { Networks = reader.Networks(Architectures.Names) },
                "--batches" => options with { Batches = reader.Numbers() },
                "--pairs" => options with { Pairs = reader.Number() },
                "--memory-pairs" => options with { MemoryPairs = reader.Number() },
                "--threads" => options with { Threads = reader.Number() },
                _ => throw reader.Unknown(),
            };
        }

        return options;
    }
}
