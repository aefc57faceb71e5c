using Salience.Zoo;

namespace Salience.Benchmarks.Curves;

/// <summary>What to measure of the experiments.</summary>
/// <param name="Networks">Names of the zoo, or ONNX files.</param>
/// <param name="Replacements">Some of <see cref="CurveWorkload.Replacements"/>.</param>
/// <param name="Methods">Methods of the sanity checks; none for no sanity checks.</param>
/// <param name="Batch">Pictures in one pass.</param>
/// <param name="Pictures">Pictures in a cell.</param>
/// <param name="Pairs">Timed pairs.</param>
/// <param name="MemoryPairs">Pairs of processes measured for memory; 0 for none.</param>
/// <param name="Threads">Threads of libtorch; its own choice where <see langword="null"/>.</param>
/// <param name="ProcessorTime">Whether processor time counts and not the clock on the wall.</param>
/// <param name="Json">Whether one JSON object is printed and not a table.</param>
internal sealed record CurveOptions(
    IReadOnlyList<string> Networks, IReadOnlyList<string> Replacements, IReadOnlyList<string> Methods, int Batch, int Pictures, int Pairs, int MemoryPairs, int? Threads, bool ProcessorTime, bool Json)
{
    /// <summary>One line on the options.</summary>
    public const string Usage = "curves [--json] [--quick] [--networks resnet20,FILE.onnx] [--replacements zero,mean,blur,road|none] [--methods saliency,grad-cam,fullgrad|none] [--batch N] "
        + "[--pictures N] [--pairs N] [--memory-pairs N] [--threads N] [--processor-time]";

    private const string None = "none";
    private static readonly string[] Explained = ["saliency", "grad-cam", "fullgrad", "integrated-gradients:steps=16"];

    /// <summary>Reads the options; an unknown one is an error.</summary>
    public static CurveOptions Parse(IReadOnlyList<string> arguments)
    {
        IReadOnlyList<string> networks = [.. ZooCatalogue.All.Select(e => e.Name)];
        var options = new CurveOptions(["resnet20", "resnet50"], CurveWorkload.Replacements, Explained, 16, 16, 7, 1, null, false, false);
        var reader = new ArgumentReader(arguments, Usage);
        IReadOnlyList<string> Chosen(string kind, IReadOnlyList<string> known) => [.. reader.Names(kind, [.. known, None]).Where(n => n != None)];
        while (reader.Next(out var option))
        {
            options = option switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Pictures = 4, Pairs = 3, MemoryPairs = 0 },
                "--networks" => options with { Networks = reader.Networks(networks, orFiles: true) },
                "--replacements" => options with { Replacements = Chosen("replacement", CurveWorkload.Replacements) },
                "--methods" => options with { Methods = Chosen("method", Explained) },
                "--batch" => options with { Batch = reader.Number() },
                "--pictures" => options with { Pictures = reader.Number() },
                "--pairs" => options with { Pairs = reader.Number() },
                "--memory-pairs" => options with { MemoryPairs = reader.Number() },
                "--threads" => options with { Threads = reader.Number() },
                "--processor-time" => options with { ProcessorTime = true },
                _ => throw reader.Unknown(),
            };
        }

        return options;
    }
}
