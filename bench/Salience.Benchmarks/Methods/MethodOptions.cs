namespace Salience.Benchmarks.Methods;

/// <summary>What to measure of the methods.</summary>
/// <param name="Networks">Names of <see cref="Architectures"/>, or ONNX files.</param>
/// <param name="Methods">Names of <see cref="MethodCase.All"/>.</param>
/// <param name="Batch">Images in one pass.</param>
/// <param name="Copies">Steps, samples, masks or squares of the methods that look at perturbed copies.</param>
/// <param name="Pairs">Timed pairs.</param>
/// <param name="MemoryPairs">Pairs of processes measured for memory; 0 for none.</param>
/// <param name="Threads">Threads of libtorch; its own choice where <see langword="null"/>.</param>
/// <param name="ProcessorTime">Whether processor time counts and not the clock on the wall.</param>
/// <param name="Json">Whether one JSON object is printed and not a table.</param>
internal sealed record MethodOptions(
    IReadOnlyList<string> Networks, IReadOnlyList<string> Methods, int Batch, int Copies, int Pairs, int MemoryPairs, int? Threads, bool ProcessorTime, bool Json)
{
    /// <summary>One line on the options.</summary>
    public const string Usage = "methods [--json] [--quick] [--networks vgg16,resnet50,FILE.onnx] [--methods saliency,rise,…] [--batch N] [--copies N] [--pairs N] "
        + "[--memory-pairs N] [--threads N] [--processor-time]";

    /// <summary>Reads the options; an unknown one is an error.</summary>
    public static MethodOptions Parse(IReadOnlyList<string> arguments)
    {
        IReadOnlyList<string> names = [.. MethodCase.All.Select(c => c.Name)];
        var options = new MethodOptions(["vgg16", "resnet50"], names, 8, 50, 5, 0, null, false, false);
        var reader = new ArgumentReader(arguments, Usage);
        while (reader.Next(out var option))
        {
            options = option switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Pairs = 3, Copies = 16 },
                "--networks" => options with { Networks = reader.Networks(Architectures.Names, orFiles: true) },
                "--methods" => options with { Methods = reader.Names("method", names) },
                "--batch" => options with { Batch = reader.Number() },
                "--copies" => options with { Copies = reader.Number() },
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
