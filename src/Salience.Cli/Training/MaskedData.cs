using System.Globalization;
using Salience.Arrays;
using Salience.Cli.Failures;
using Salience.Evaluation.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Training;

/// <summary>Replaces the pixels of pictures that an <c>.npy</c> array marks.</summary>
internal static class MaskedData
{
    /// <summary>The word for the training pictures' mean colour.</summary>
    public const string MeanFill = "mean";

    /// <summary>The data with masks put over the pictures.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="file">An array <c>(N, H, W)</c> or <c>(N, 1, H, W)</c>, or <see langword="null"/> to leave the data.</param>
    /// <param name="fill">The colour.</param>
    /// <exception cref="InvalidDataException">The array does not fit the pictures.</exception>
    public static ImageDataset Of(ImageDataset data, string option, string? file, byte[] fill)
    {
        if (file is null)
            return data;
        var (shape, area) = (data.Shape, data.Shape.Height * data.Shape.Width);
        var masks = Read(file, option, [data.Count, shape.Height, shape.Width]);
        return MaskedImages.FromMasks(data, index => masks.AsMemory(index * area, area), fill);
    }

    /// <summary>The colour that <c>--mask-fill</c> names.</summary>
    /// <exception cref="UsageException">It is neither the word nor a level for each channel.</exception>
    public static byte[] Fill(string text, ImageDataset train)
    {
        if (text == MeanFill)
            return PixelStatistics.Of(train).MeanColor();
        var levels = text.Split(',').Select(part => byte.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : (byte?)null).ToList();
        return levels.Count == train.Shape.Channels && levels.All(level => level is not null)
            ? [.. levels.Select(level => level!.Value)]
            : throw new UsageException($"--mask-fill {text}: is neither {MeanFill} nor {train.Shape.Channels} numbers from 0 to 255, separated by commas.");
    }

    private static bool[] Read(string file, string option, long[] wanted)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{file}: there is no such file; check the path of {option}.");
        using var scope = NewDisposeScope();
        var array = NpyFile.Read(file);
        if (array.dim() == 4 && array.shape[1] == 1)
            array = array.squeeze(1);
        if (!array.shape.SequenceEqual(wanted))
        {
            throw new InvalidDataException(
                $"{file}: is an array ({string.Join(", ", array.shape)}); {option} takes ({string.Join(", ", wanted)}), a number for every pixel of every picture.");
        }

        return array.ne(0).contiguous().data<bool>().ToArray();
    }
}
