using System.Globalization;

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
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value. Usage: {Usage}");
            options = arguments[i] switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Pairs = 3, MemoryPairs = 1 },
                "--networks" => options with { Networks = Value().Split(',') },
                "--batches" => options with { Batches = Value().Split(',').Select(Number).ToList() },
                "--pairs" => options with { Pairs = Number(Value()) },
                "--memory-pairs" => options with { MemoryPairs = Number(Value()) },
                "--threads" => options with { Threads = Number(Value()) },
                var unknown => throw new ArgumentException($"Unknown option '{unknown}'. Usage: {Usage}"),
            };
        }

        return options.Networks.FirstOrDefault(n => !Architectures.Names.Contains(n)) is { } missing
            ? throw new ArgumentException($"No network is named '{missing}'. Networks: {string.Join(", ", Architectures.Names)}.")
            : options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"'{text}' is no number. Usage: {Usage}");
}
