using Salience.Evaluation.Datasets;
using Salience.Evaluation.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Training;

[NoTensorLeaks]
public class AugmentationTests
{
    private const int Count = 400;
    private static readonly BarDataset Data = new(Count, 5);
    private static readonly TrainingSettings Settings = new() { CropPadding = 2, Flip = true, Seed = 4 };

    [Theory]
    [InlineData(BorderFill.Zero, 2, true)]
    [InlineData(BorderFill.Zero, 3, false)]
    [InlineData(BorderFill.Reflect, 2, true)]
    [InlineData(BorderFill.Reflect, 4, false)]
    public void Every_picture_is_one_of_the_padded_crops_and_all_are_equally_likely(BorderFill fill, int padding, bool flip)
    {
        using var scope = NewDisposeScope();
        var batch = Augmented(Settings with { CropPadding = padding, CropFill = fill, Flip = flip }, 0, [.. Enumerable.Range(0, Count)]);
        var (rows, mirrored, unmirrored) = (new int[2 * padding + 1], 0, 0);
        for (var i = 0; i < Count; i++)
        {
            var found = Crops(i, fill, padding, flip).Where(c => c.Pixels.AsSpan().SequenceEqual(batch.Image(i))).ToList();
            Assert.NotEmpty(found);
            if (found.Count > 1)
                continue;
            rows[found[0].Row]++;
            (mirrored, unmirrored) = found[0].Flipped ? (mirrored + 1, unmirrored) : (mirrored, unmirrored + 1);
        }

        // Noise makes the pictures distinct, so that nearly every crop is found once.
        var known = rows.Sum();
        Assert.True(known > 0.95 * Count, $"{known}");
        var share = 1.0 / rows.Length;
        Assert.All(rows, n => Assert.Equal(share, n / (double)known, 5 * Math.Sqrt(share * (1 - share) / known)));
        Assert.Equal(flip ? 0.5 : 0, mirrored / (double)(mirrored + unmirrored), 2.5 / Math.Sqrt(known));
    }

    [Fact]
    public void A_picture_is_changed_alike_whatever_its_batch_and_anew_in_every_epoch()
    {
        var first = Augmented(Settings, 3, [7, 8, 9]);
        var alone = Augmented(Settings, 3, [9]);
        var many = Enumerable.Range(0, 50).ToArray();

        Assert.Equal(first.Image(2).ToArray(), alone.Image(0).ToArray());
        Assert.NotEqual(Augmented(Settings, 3, many).Pixels.ToArray(), Augmented(Settings, 4, many).Pixels.ToArray());
        Assert.NotEqual(Augmented(Settings, 3, many).Pixels.ToArray(), Augmented(Settings with { Seed = 5 }, 3, many).Pixels.ToArray());
    }

    [Fact]
    public void Without_shifts_and_mirroring_pictures_stay()
    {
        var none = Augmented(Settings with { CropPadding = 0, Flip = false }, 0, [1, 2]);

        Assert.Equal(ImageBatch.Read(Data, [1, 2]).Pixels.ToArray(), none.Pixels.ToArray());
    }

    private static ImageBatch Augmented(TrainingSettings settings, int epoch, int[] indices)
    {
        var batch = ImageBatch.Read(Data, indices);
        new Augmentation(settings).Apply(batch, epoch);
        return batch;
    }

    /// <summary>All crops by libtorch's own padding.</summary>
    private static IEnumerable<(int Row, bool Flipped, byte[] Pixels)> Crops(int index, BorderFill fill, int padding, bool flip)
    {
        var pixels = new byte[64];
        Data.Read(index, pixels);
        var image = tensor(pixels.Select(p => (float)p).ToArray()).view(1, 1, 8, 8);
        var p = (long)padding;
        var padded = fill == BorderFill.Zero
            ? nn.functional.pad(image, (p, p, p, p))
            : nn.functional.pad(image, (p, p, p, p), PaddingModes.Reflect);
        for (var row = 0; row <= 2 * padding; row++)
        {
            for (var column = 0; column <= 2 * padding; column++)
            {
                var crop = padded.narrow(2, row, 8).narrow(3, column, 8);
                yield return (row, false, Bytes(crop));
                if (flip)
                    yield return (row, true, Bytes(crop.flip(3)));
            }
        }
    }

    private static byte[] Bytes(Tensor crop)
    {
        using var scope = NewDisposeScope();
        return crop.to_type(ScalarType.Byte).contiguous().bytes.ToArray();
    }
}
