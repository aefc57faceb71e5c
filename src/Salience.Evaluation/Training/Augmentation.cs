using Salience.Evaluation.Datasets;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Training;

/// <summary>Random shifts and mirrorings of 8-bit pictures, by (seed, epoch, index of the picture).</summary>
/// <remarks>A shift by up to p pixels is what padding by p and cropping to the old size at random gives.</remarks>
internal sealed class Augmentation(TrainingSettings settings)
{
    /// <summary>Tells these random numbers from others drawn by the same seed.</summary>
    private const long Purpose = 0x43726F70;

    private const int Outside = -1;

    /// <summary>Changes every picture of a batch in place.</summary>
    public void Apply(ImageBatch batch, int epoch)
    {
        if (settings.CropPadding == 0 && !settings.Flip)
            return;
        var shape = batch.Shape;
        var original = new byte[shape.Length];
        var (rows, columns) = (new int[shape.Height], new int[shape.Width]);
        for (var i = 0; i < batch.Count; i++)
        {
            var random = new RandomStream(settings.Seed, Purpose, epoch, batch.Indices[i]);
            Place(rows, random.Next(2 * settings.CropPadding + 1) - settings.CropPadding);
            Place(columns, random.Next(2 * settings.CropPadding + 1) - settings.CropPadding);
            if (settings.Flip && random.Next(2) == 1)
                Array.Reverse(columns);
            var image = batch.Image(i);
            image.CopyTo(original);
            for (var c = 0; c < shape.Channels; c++)
            {
                var plane = c * shape.Height * shape.Width;
                Move(original.AsSpan(plane), image.Slice(plane, shape.Height * shape.Width), rows, columns);
            }
        }
    }

    /// <summary>Where each position of an axis takes its pixels from.</summary>
    private void Place(int[] places, int shift)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var source = i + shift;
            if (settings.CropFill == BorderFill.Reflect)
                source = Reflect(source, places.Length);
            places[i] = source >= 0 && source < places.Length ? source : Outside;
        }
    }

    /// <summary>Mirrored at the middle of the border pixels, as often as it takes.</summary>
    private static int Reflect(int position, int length)
    {
        if (length == 1)
            return 0;
        var period = 2 * (length - 1);
        var folded = (position % period + period) % period;
        return folded < length ? folded : period - folded;
    }

    private static void Move(ReadOnlySpan<byte> source, Span<byte> target, int[] rows, int[] columns)
    {
        for (var y = 0; y < rows.Length; y++)
        {
            var row = target.Slice(y * columns.Length, columns.Length);
            if (rows[y] == Outside)
            {
                row.Clear();
                continue;
            }

            var from = source.Slice(rows[y] * columns.Length, columns.Length);
            for (var x = 0; x < row.Length; x++)
                row[x] = columns[x] == Outside ? (byte)0 : from[columns[x]];
        }
    }
}
