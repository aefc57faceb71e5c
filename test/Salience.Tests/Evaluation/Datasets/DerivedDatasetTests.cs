using Salience.Evaluation.Datasets;

namespace Salience.Tests.Evaluation.Datasets;

public class DerivedDatasetTests
{
    private static int[] LabelsOf(ImageDataset dataset) => [.. Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf)];

    private static byte[] PixelsOf(ImageDataset dataset, int index)
    {
        var pixels = new byte[dataset.Shape.Length];
        dataset.Read(index, pixels);
        return pixels;
    }

    [Fact]
    public void A_subset_has_the_chosen_pictures_with_their_labels()
    {
        var subset = new Subset(new CountingDataset(10), [7, 2], "two");

        Assert.Equal(("two", 2), (subset.Name, subset.Count));
        Assert.Equal([1, 2], LabelsOf(subset));
        Assert.Equal(21, PixelsOf(subset, 0)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => subset.LabelOf(2));
        Assert.Throws<ArgumentException>(() => new Subset(new CountingDataset(10), [10], "bad"));
        Assert.Equal([0, 1, 2], LabelsOf(Subset.First(new CountingDataset(10), 3)));
        Assert.Equal(10, Subset.First(new CountingDataset(10), 30).Count);
    }

    [Fact]
    public void A_division_takes_the_same_share_of_every_class_and_every_picture_once()
    {
        var source = new CountingDataset(80, classes: 4);

        var (part, others) = Subset.Divide(source, 0.75, seed: 3);

        Assert.Equal([15, 15, 15, 15], LabelsOf(part).CountBy(l => l).OrderBy(g => g.Key).Select(g => g.Value));
        Assert.Equal([5, 5, 5, 5], LabelsOf(others).CountBy(l => l).OrderBy(g => g.Key).Select(g => g.Value));
        int[] Seen(ImageDataset d) => [.. Enumerable.Range(0, d.Count).Select(i => PixelsOf(d, i)[0] / 3)];
        Assert.Equal(Enumerable.Range(0, 80), Seen(part).Concat(Seen(others)).Order());
        Assert.Equal(Seen(part).Order(), Seen(part));
        Assert.Equal(Seen(part), Seen(Subset.Divide(source, 0.75, seed: 3).Part));
        Assert.NotEqual(Seen(part), Seen(Subset.Divide(source, 0.75, seed: 4).Part));
    }

    [Fact]
    public void Permuted_labels_keep_the_size_of_each_class_and_the_pictures()
    {
        var source = new CountingDataset(300);

        var permuted = new PermutedLabels(source, seed: 1);

        Assert.Equal(LabelsOf(source).Order(), LabelsOf(permuted).Order());
        Assert.Equal(LabelsOf(permuted), LabelsOf(new PermutedLabels(source, seed: 1)));
        Assert.NotEqual(LabelsOf(permuted), LabelsOf(new PermutedLabels(source, seed: 2)));
        Assert.Equal(PixelsOf(source, 44), PixelsOf(permuted, 44));
        // Of 300 pictures of 3 classes about 100 keep their label by chance; 8.2 is the deviation.
        Assert.InRange(LabelsOf(source).Zip(LabelsOf(permuted)).Count(pair => pair.First == pair.Second), 60, 140);
    }

    [Fact]
    public void A_mask_replaces_its_pixels_in_every_channel()
    {
        var masked = MaskedImages.FromMasks(new CountingDataset(5, channels: 3), index => new[] { index == 1, false, false, false, false, true }, [100, 110, 120]);

        Assert.Equal([100, 3, 3, 3, 3, 100, 110, 3, 3, 3, 3, 110, 120, 3, 3, 3, 3, 120], PixelsOf(masked, 1));
        Assert.Equal(6, PixelsOf(masked, 2)[0]);
        Assert.Equal(LabelsOf(masked.Source), LabelsOf(masked));
    }

    [Theory]
    [InlineData(0, "333333")]
    [InlineData(0.5, "393399")]
    [InlineData(0.6, "993399")]
    [InlineData(1, "999999")]
    public void A_map_removes_its_highest_values_the_first_of_equals_first(double fraction, string expected)
    {
        var masked = MaskedImages.FromMaps(new CountingDataset(2), _ => new[] { 1f, 5, -2, 1, 7, 1.5f }, fraction, [9]);

        Assert.Equal(expected, string.Concat(PixelsOf(masked, 1)));
    }

    [Fact]
    public void Masks_and_maps_that_do_not_fit_are_refused()
    {
        var source = new CountingDataset(2);

        Assert.Contains("The mask of picture 1 has 5 values, but a picture has 6 pixels",
            Assert.Throws<ArgumentException>(() => PixelsOf(MaskedImages.FromMasks(source, _ => new bool[5], [0]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("The map of picture 0 has values that are not numbers",
            Assert.Throws<ArgumentException>(() => PixelsOf(MaskedImages.FromMaps(source, _ => new[] { 0, 0, float.NaN, 0, 0, 0 }, 0.5, [0]), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("has 3 values but the pictures of counting have 1 channels",
            Assert.Throws<ArgumentException>(() => MaskedImages.FromMasks(source, _ => new bool[6], [0, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskedImages.FromMaps(source, _ => new float[6], double.NaN, [0]));
    }

    [Fact]
    public void Statistics_are_those_of_all_pixels_and_of_each_class()
    {
        var source = new CountingDataset(4, classes: 2, channels: 3);

        var (all, classes) = (PixelStatistics.Of(source), PixelStatistics.OfClasses(source));

        // Pictures of 0, 3, 6 and 9: mean 4.5, variance (4.5² + 1.5²) / 2 = 11.25.
        Assert.Equal([4.5, 4.5, 4.5], all.Mean);
        Assert.All(all.Std, std => Assert.Equal(Math.Sqrt(11.25), std, 12));
        Assert.Equal([4, 4, 4], all.MeanColor());
        Assert.Equal([(2, 3.0, 3.0), (2, 6.0, 3.0)], classes.Select(c => (c.Count, c.Mean[0], c.Std[0])));
    }

    [Fact]
    public void The_recorded_normalisation_of_mnist_is_that_of_its_training_pictures()
    {
        var mnist = Mnist.Open(TestData.Require("data/mnist"), Split.Train);

        var statistics = PixelStatistics.Of(mnist);

        Assert.Equal(mnist.Normalization.Mean[0], Math.Round(statistics.Mean[0] / 255, 4));
        Assert.Equal(mnist.Normalization.Std[0], Math.Round(statistics.Std[0] / 255, 4));
    }
}
