using Salience.Cli.Failures;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Training;
using Salience.Imaging;
using Salience.Zoo;

namespace Salience.Cli.Training;

/// <summary>What a network learns and what it is tested on.</summary>
/// <param name="Train">Training pictures as they are learned, with masks and exchanged labels.</param>
/// <param name="Test">Test pictures.</param>
/// <param name="Preprocessing">How a picture becomes the network's input, to be stored with the network.</param>
internal sealed record TrainingData(ImageDataset Train, ImageDataset Test, Preprocessing Preprocessing)
{
    /// <summary>Opens the data and changes them as asked for.</summary>
    /// <exception cref="UsageException">Options do not fit the data.</exception>
    /// <exception cref="IOException">Files are missing.</exception>
    /// <exception cref="InvalidDataException">Files are damaged or do not fit the data.</exception>
    public static TrainingData Open(TrainSettings settings, ZooEntry network, Recipe recipe)
    {
        var (train, test) = DataKinds.Open(settings, network);
        var normalization = Parse(settings.Normalize) ?? recipe.Normalization ?? train.Normalization;
        if (settings.Mask is not null || settings.TestMask is not null)
        {
            var fill = MaskedData.Fill(settings.MaskFill, train);
            (train, test) = (MaskedData.Of(train, "--mask", settings.Mask, fill), MaskedData.Of(test, "--test-mask", settings.TestMask, fill));
        }

        if (settings.PermuteLabels)
            train = new PermutedLabels(train, settings.Seed);
        var shape = train.Shape;
        // Data sets of one size are taken pixel by pixel; pictures of a folder are resized by the usual rule before they are learned.
        int? resize = DataKinds.KindOf(settings.Data) is null ? null : Math.Min(shape.Height, shape.Width);
        return new TrainingData(
            new RenormalizedImages(train, normalization),
            new RenormalizedImages(test, normalization),
            new Preprocessing(shape.Height, shape.Width, shape.Channels, normalization, resize));
    }

    private static Normalization? Parse(string? text)
    {
        try
        {
            return text is null ? null : Normalization.Parse(text);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--normalize: {KnownFailure.Describe(failure)}");
        }
    }
}
