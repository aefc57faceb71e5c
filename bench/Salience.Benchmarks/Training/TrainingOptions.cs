namespace Salience.Benchmarks.Training;

/// <summary>What to measure of training.</summary>
/// <param name="Networks">Names of <see cref="TrainedNetwork.All"/>.</param>
/// <param name="Batch">Pictures in a step.</param>
/// <param name="Steps">Steps in a timed run; each network's own number where <see langword="null"/>.</param>
/// <param name="Pairs">Timed pairs.</param>
/// <param name="Threads">Threads of libtorch; its own choice where <see langword="null"/>.</param>
/// <param name="ProcessorTime">Whether processor time counts and not the clock on the wall.</param>
/// <param name="Json">Whether one JSON object is printed and not a table.</param>
internal sealed record TrainingOptions(IReadOnlyList<string> Networks, int Batch, int? Steps, int Pairs, int? Threads, bool ProcessorTime, bool Json)
{
    /// <summary>One line on the options.</summary>
    public const string Usage = "training [--json] [--quick] [--networks deeplift-mnist,vgg9,resnet20] [--batch N] [--steps N] [--pairs N] [--threads N] [--processor-time]";

    /// <summary>Reads the options; an unknown one is an error.</summary>
    public static TrainingOptions Parse(IReadOnlyList<string> arguments)
    {
        IReadOnlyList<string> names = [.. TrainedNetwork.All.Select(n => n.Name)];
        var options = new TrainingOptions(names, 128, null, 9, null, false, false);
        var reader = new ArgumentReader(arguments, Usage);
        while (reader.Next(out var option))
        {
            options = option switch
            {
                "--json" => options with { Json = true },
                "--quick" => options with { Pairs = 3 },
                "--networks" => options with { Networks = reader.Networks(names) },
                "--batch" => options with { Batch = reader.Number() },
                "--steps" => options with { Steps = reader.Number() },
                "--pairs" => options with { Pairs = reader.Number() },
                "--processor-time" => options with { ProcessorTime = true },
                "--threads" => options with { Threads = reader.Number() },
                _ => throw reader.Unknown(),
            };
        }

        return options;
    }
}
