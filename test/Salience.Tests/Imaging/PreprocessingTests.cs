using Salience.Imaging;
using Salience.Tests.References;
using static TorchSharp.torch;

namespace Salience.Tests.Imaging;

[NoTensorLeaks]
public class PreprocessingTests
{
    private static readonly Rgb Color = new(10, 120, 230);

    [Theory]
    [InlineData("imagenet", (10 / 255f - 0.485f) / 0.229f, (120 / 255f - 0.456f) / 0.224f, (230 / 255f - 0.406f) / 0.225f)]
    [InlineData("inception", 10 / 127.5f - 1, 120 / 127.5f - 1, 230 / 127.5f - 1)]
    [InlineData("caffe-bgr", 230 - 103.939f, 120 - 116.779f, 10 - 123.68f)]
    [InlineData("none", 10 / 255f, 120 / 255f, 230 / 255f)]
    [InlineData("mean=1,2,3,std=2,scale=10", (1f - 1) / 2, (12f - 2) / 2, (23f - 3) / 2)]
    public void Values_follow_the_normalization_exactly(string normalization, float first, float second, float third)
    {
        PreparedImage input = Prepare(Pictures.Uniform(20, 30, Color), 4, 5, normalization);
        Assert.Equal([.. Enumerable.Repeat(first, 20), .. Enumerable.Repeat(second, 20), .. Enumerable.Repeat(third, 20)], input.Values.ToArray());
    }

    [Fact]
    public void Grey_networks_get_the_luma()
    {
        var preprocessing = new Preprocessing(2, 3, 1, Normalization.None);
        PreparedImage input = preprocessing.Apply(Pictures.Uniform(9, 9, Color));
        // 0.299 R + 0.587 G + 0.114 B = 99.65
        Assert.Equal(Enumerable.Repeat(100 / 255f, 6), input.Values.ToArray());
        Assert.Equal(new Rgb(100, 100, 100), input.Picture[2, 1]);
    }

    // ⌊256 · long / short⌋ for a square input of 224; 299 needs 342, 32 needs 37; a flat input is covered.
    [Theory]
    [InlineData(500, 375, 224, 224, 341, 256)]
    [InlineData(375, 500, 224, 224, 256, 341)]
    [InlineData(256, 256, 224, 224, 256, 256)]
    [InlineData(100, 50, 224, 224, 512, 256)]
    [InlineData(640, 480, 299, 299, 456, 342)]
    [InlineData(32, 32, 32, 32, 37, 37)]
    [InlineData(400, 400, 112, 224, 256, 256)]
    [InlineData(800, 200, 112, 224, 512, 128)]
    public void The_shorter_side_is_resized_to_256_for_an_input_of_224(int width, int height, int inputHeight, int inputWidth, int newWidth, int newHeight)
    {
        var preprocessing = new Preprocessing(inputHeight, inputWidth, 3, Normalization.None);
        Assert.Equal((newWidth, newHeight), preprocessing.ResizedSize(width, height));
    }

    [Theory]
    [InlineData(500, 333, 232, 348, 232)]
    [InlineData(333, 500, 232, 232, 348)]
    public void A_given_shorter_side_is_used(int width, int height, int resize, int newWidth, int newHeight)
        => Assert.Equal((newWidth, newHeight), new Preprocessing(224, 224, 3, Normalization.None, resize).ResizedSize(width, height));

    // int(round((size - crop) / 2.0)) in Python: halves go to the even neighbour. A smaller picture is padded by (crop - size) // 2 first.
    [Theory]
    [InlineData(256, 224, 16)]
    [InlineData(257, 224, 16)]
    [InlineData(259, 224, 18)]
    [InlineData(224, 224, 0)]
    [InlineData(5, 8, -1)]
    [InlineData(4, 8, -2)]
    public void The_crop_begins_where_torchvision_begins_it(int size, int crop, int start) => Assert.Equal(start, Preprocessing.CropStart(size, crop));

    [Fact]
    public void The_crop_shows_the_middle_of_the_picture()
    {
        RgbImage image = Pictures.Make(11, 8, (x, y) => new Rgb((byte)x, (byte)y, 0));
        PreparedImage input = new Preprocessing(4, 6, 3, Normalization.None, Resize: 8).Apply(image);
        // Starts: (11 - 6) / 2 = 2.5 -> 2 and (8 - 4) / 2 = 2.
        Assert.Equal(new Rgb(2, 2, 0), input.Picture[0, 0]);
        Assert.Equal(new Rgb(7, 5, 0), input.Picture[5, 3]);
        Assert.Equal(new SourceRegion(11, 8, 2, 2, 6, 4), input.Region);
    }

    [Fact]
    public void A_picture_smaller_than_the_crop_is_centred_on_black()
    {
        PreparedImage input = new Preprocessing(6, 5, 3, Normalization.None, Resize: 2).Apply(Pictures.Uniform(4, 2, Color));
        // Black rows 0, 1 and 4, 5; black column 4 only, since (5 - 4) / 2 = 0 goes to the left.
        for (int y = 0; y < 6; y++)
        {
            for (int x = 0; x < 5; x++)
                Assert.Equal(y is 2 or 3 && x < 4 ? Color : new Rgb(0, 0, 0), input.Picture[x, y]);
        }
        Assert.Equal(new SourceRegion(4, 2, 0, -2, 5, 6), input.Region);
    }

    [Fact]
    public void The_region_is_in_pixels_of_the_original()
    {
        PreparedImage input = Prepare(Pictures.Uniform(1024, 512, Color), 224, 224, "none");
        // Resized to 512 x 256, cropped at (144, 16): twice that in the original.
        Assert.Equal(new SourceRegion(1024, 512, 288, 32, 448, 448), input.Region);
    }

    [Fact]
    public void What_is_seen_agrees_with_resizing_by_definition_and_cropping()
    {
        RgbImage image = Pictures.Make(120, 90, (x, y) => new Rgb((byte)(x * y), (byte)(2 * x), (byte)(x ^ y)));
        PreparedImage input = Prepare(image, 56, 56, "none");
        // 64 by ⌊64 · 120 / 90⌋ = 85, cropped at (14.5 -> 14, 4).
        double[,,] resized = BilinearReference.Resize((y, x, c) => image.Pixels[3 * (y * 120 + x) + c], 90, 120, 3, 64, 85);
        for (int i = 0; i < 3 * 56 * 56; i++)
        {
            int c = i / (56 * 56), y = i / 56 % 56, x = i % 56;
            Assert.InRange(input.Values[i] - resized[y + 4, x + 14, c] / 255, -1 / 255.0, 1 / 255.0);
        }
    }

    [Fact]
    public void A_picture_of_one_pixel_fills_the_input()
    {
        PreparedImage input = Prepare(Pictures.Uniform(1, 1, Color), 8, 8, "none");
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(Color, input.Picture[i % 8, i / 8]));
    }

    [Fact]
    public void The_tensor_has_channels_rows_and_columns()
    {
        PreparedImage input = Prepare(Pictures.Random(20, 20, 5), 4, 6, "imagenet");
        using Tensor tensor = input.ToTensor();
        Assert.Equal([3, 4, 6], tensor.shape);
        Assert.Equal(input.Values.ToArray(), tensor.data<float>().ToArray());
    }

    [Theory]
    [InlineData(4, 4, 2, "none", "takes no picture")]
    [InlineData(0, 4, 3, "none", "is empty")]
    [InlineData(4, 4, 1, "imagenet", "has values for 3 channels but the network takes 1")]
    public void Settings_that_contradict_each_other_are_refused(int height, int width, int channels, string normalization, string reason)
    {
        var preprocessing = new Preprocessing(height, width, channels, Normalization.Parse(normalization));
        ArgumentException error = Assert.Throws<ArgumentException>(() => preprocessing.Apply(Pictures.Uniform(8, 8, Color)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strip_that_would_become_enormous_is_refused()
    {
        RgbImage strip = Pictures.Uniform(100_000, 1, Color);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Prepare(strip, 224, 224, "none"));
        Assert.Contains("crop it first", error.Message, StringComparison.Ordinal);
    }

    private static PreparedImage Prepare(RgbImage image, int height, int width, string normalization)
        => new Preprocessing(height, width, 3, Normalization.Parse(normalization)).Apply(image);
}
