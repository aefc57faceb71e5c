using Salience.Cli.Failures;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using Salience.Naming;
using Salience.Zoo;

namespace Salience.Cli.Training;

/// <summary>Opens what <c>--data</c> names.</summary>
internal static class DataKinds
{
    private const int GeneratedTraining = 20_000;
    private const int GeneratedTest = 5_000;
    private const double HeldOut = 0.1;

    /// <summary>The kinds of data that have a name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "cifar10", "cifar100", "glyphs", "glyphs-watermark"];

    /// <summary>The name of the kind as recipes have it, or <see langword="null"/> for a folder.</summary>
    public static string? KindOf(string data) => Names.FirstOrDefault(name => name == data)?.Split('-')[0];

    /// <summary>Opens training and test pictures.</summary>
    /// <exception cref="UsageException">There is no such kind and no such folder, or a kind needs a folder that is not given.</exception>
    /// <exception cref="IOException">Files are missing.</exception>
    /// <exception cref="InvalidDataException">Files are damaged.</exception>
    public static (ImageDataset Train, ImageDataset Test) Open(TrainSettings settings, ZooEntry network)
    {
        var (train, test) = settings.Data switch
        {
            "mnist" => Both<ImageDataset>(split => Mnist.Open(Folder(settings), split)),
            "cifar10" => Both<ImageDataset>(split => Cifar10.Open(Folder(settings), split)),
            "cifar100" => Both<ImageDataset>(split => Cifar100.Open(Folder(settings), split)),
            "glyphs" => Glyphs(GlyphVariant.Standard, settings),
            "glyphs-watermark" => Glyphs(GlyphVariant.Watermark, settings),
            var folder when Directory.Exists(folder) => Pictures(settings, network),
            var unknown => throw Unknown(unknown),
        };
        return (First(train, settings.TrainCount), First(test, settings.TestCount));
    }

    private static (T Train, T Test) Both<T>(Func<Split, T> open) => (open(Split.Train), open(Split.Test));

    private static (ImageDataset Train, ImageDataset Test) Glyphs(GlyphVariant variant, TrainSettings settings) => (
        new GlyphDataset(new GlyphSettings(Variant: variant, Split: Split.Train), settings.TrainCount ?? GeneratedTraining, keep: true),
        new GlyphDataset(new GlyphSettings(Variant: variant, Split: Split.Test), settings.TestCount ?? GeneratedTest, keep: true));

    /// <summary><c>train/</c> and <c>test/</c> or <c>val/</c>; without them every tenth picture of each class is held out at random.</summary>
    private static (ImageDataset Train, ImageDataset Test) Pictures(TrainSettings settings, ZooEntry network)
    {
        var side = settings.Size ?? network.Size;
        var form = new ImageFolderSettings(new ImageShape(network.Channels, side, side));
        if (SplitFolder.Find(settings.Data) is { } split)
            return (ImageFolder.Open(split.Train, form), ImageFolder.Open(split.Test, form));
        var (held, others) = Subset.Divide(ImageFolder.Open(settings.Data, form), HeldOut, settings.Seed);
        return (others, held);
    }

    private static ImageDataset First(ImageDataset data, int? count) => count is { } n && n < data.Count ? Subset.First(data, n) : data;

    private static string Folder(TrainSettings settings) => settings.DataFolder
        ?? throw new UsageException($"--data {settings.Data} needs --data-dir DIR, the folder with its files; 'salience data get {settings.Data} --to DIR' fetches them.");

    private static UsageException Unknown(string data) => new(
        $"--data {data}: there is no such data set and no such folder; "
        + (Suggestion.Nearest(data, Names) is { } nearest ? $"did you mean '{nearest}'? " : string.Empty) + $"Data sets: {string.Join(", ", Names)}.");
}
