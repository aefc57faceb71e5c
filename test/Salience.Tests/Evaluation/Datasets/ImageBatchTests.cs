using Salience.Evaluation.Datasets;
using Salience.Imaging;
using TorchSharp;

namespace Salience.Tests.Evaluation.Datasets;

[NoTensorLeaks]
public class ImageBatchTests
{
    [Fact]
    public void A_batch_holds_the_pictures_asked_for_in_their_order()
    {
        var batch = ImageBatch.Read(new CountingDataset(9), [7, 2, 7]);

        Assert.Equal([7, 2, 7], batch.Indices.ToArray());
        Assert.Equal([1, 2, 1], batch.Labels.ToArray());
        Assert.Equal(3, batch.Count);
        Assert.All(batch.Image(1).ToArray(), value => Assert.Equal(6, value));
        Assert.Equal([21, 21, 21, 21, 21, 21, 6], batch.Pixels[..7].ToArray());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("imagenet")]
    [InlineData("caffe-bgr")]
    [InlineData("mean=0.4914,0.4822,0.4465,std=0.2470,0.2435,0.2616")]
    public void A_tensor_holds_exactly_what_preprocessing_gives_for_the_same_picture(string text)
    {
        var normalization = Normalization.Parse(text);
        var batch = ImageBatch.Read(new CountingDataset(2, channels: 3), [0, 1]);
        for (var i = 0; i < batch.Pixels.Length; i++)
            batch.Pixels[i] = (byte)(i * 37);
        var pixels = new byte[18];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = batch.Image(1)[i % 3 * 6 + i / 3];
        var expected = new Preprocessing(2, 3, 3, normalization, Resize: 2).Apply(new RgbImage(3, 2, pixels));

        using var tensor = batch.ToTensor(normalization);

        Assert.Equal([2, 3, 2, 3], tensor.shape);
        Assert.Equal(torch.ScalarType.Float32, tensor.dtype);
        Assert.Equal(expected.Values.ToArray(), tensor.data<float>().ToArray()[18..]);
    }

    [Fact]
    public void A_normalisation_for_three_channels_does_not_fit_grey_pictures()
    {
        var batch = ImageBatch.Read(new CountingDataset(2), [0]);

        var error = Assert.Throws<ArgumentException>(() => batch.ToTensor(Normalization.ImageNet));

        Assert.Contains("'imagenet' has 3 values but the pictures have 1 channels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_become_class_indices()
    {
        var batch = ImageBatch.Read(new CountingDataset(9), [4, 8]);

        using var labels = batch.LabelTensor();

        Assert.Equal(torch.ScalarType.Int64, labels.dtype);
        Assert.Equal([1, 2], labels.data<long>().ToArray());
    }

    [Fact]
    public void An_index_outside_of_the_data_set_is_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Read(new CountingDataset(9), [9]));

        Assert.Contains("The data set counting has no picture 9; indices go from 0 to 8.", error.Message, StringComparison.Ordinal);
    }
}
