using Salience.Imaging;
using Salience.Tests.Files;
using SkiaSharp;

namespace Salience.Tests.Imaging;

public class ImageFileTests
{
    private static readonly Rgb Red = new(250, 10, 10), Green = new(10, 240, 10), Blue = new(10, 10, 245), Yellow = new(240, 240, 10);

    [Fact]
    public void Png_is_read_exactly_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        RgbImage image = Pictures.Random(13, 7, seed: 1);
        ImageFile.WritePng(folder.File("a.png"), image);
        RgbImage back = ImageFile.Read(folder.File("a.png"));
        Assert.Equal((13, 7), (back.Width, back.Height));
        Assert.Equal(image.Pixels, back.Pixels);
    }

    [Fact]
    public void Bmp_is_read_exactly()
    {
        RgbImage image = Pictures.Random(5, 3, seed: 2);
        Assert.Equal(image.Pixels, ImageFile.Decode(Pictures.Bmp(image), "a.bmp").Pixels);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Lossy_formats_are_read_to_their_own_loss(SKEncodedImageFormat format)
    {
        // Colours change by 8 a pixel while chroma is stored for every second one.
        const int Loss = 8;
        RgbImage image = Pictures.Make(32, 16, (x, y) => new Rgb((byte)(8 * x), (byte)(8 * y), 90));
        RgbImage back = ImageFile.Decode(Pictures.Encode(image, format), "a");
        Assert.Equal((32, 16), (back.Width, back.Height));
        for (int i = 0; i < image.Pixels.Length; i++)
            Assert.InRange(back.Pixels[i] - image.Pixels[i], -Loss, Loss);
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_read()
    {
        RgbImage image = ImageFile.Decode(Pictures.Gif(Red, Blue), "a.gif");
        Assert.Equal((1, 1, Red), (image.Width, image.Height, image[0, 0]));
    }

    [Fact]
    public void Transparent_pixels_stand_on_white()
    {
        byte[] png = Pictures.Encode(3, 1, [200, 100, 0, 255, 200, 100, 0, 0, 200, 100, 0, 51], SKEncodedImageFormat.Png);
        RgbImage image = ImageFile.Decode(png, "a.png");
        Assert.Equal(new Rgb(200, 100, 0), image[0, 0]);
        Assert.Equal(new Rgb(255, 255, 255), image[1, 0]);
        // One fifth of the colour and four fifths of white.
        Assert.Equal(new Rgb(244, 224, 204), image[2, 0]);
    }

    [Fact]
    public void Grey_becomes_three_equal_channels()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Gray8));
        new byte[] { 17, 200 }.CopyTo(bitmap.GetPixelSpan());
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        RgbImage image = ImageFile.Decode(png.ToArray(), "grey.png");
        Assert.Equal([17, 17, 17, 200, 200, 200], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(200, 100, 50, 255, 200, 100, 50)]
    [InlineData(255, 255, 255, 0, 0, 0, 0)]
    [InlineData(255, 128, 0, 128, 128, 64, 0)]
    public void Cmyk_jpeg_is_converted(byte c, byte m, byte y, byte k, byte r, byte g, byte b)
    {
        RgbImage image = ImageFile.Decode(CmykJpeg.Make(c, m, y, k), "cmyk.jpg");
        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.InRange(image[3, 4].R - r, -1, 1);
        Assert.InRange(image[3, 4].G - g, -1, 1);
        Assert.InRange(image[3, 4].B - b, -1, 1);
    }

    // The corners of the stored picture are R, G in the first row and B, Y in the last; EXIF 2.32, table 6, gives the upright ones.
    [Theory]
    [InlineData(1, "RGBY")]
    [InlineData(2, "GRYB")]
    [InlineData(3, "YBGR")]
    [InlineData(4, "BYRG")]
    [InlineData(5, "RBGY")]
    [InlineData(6, "BRYG")]
    [InlineData(7, "YGBR")]
    [InlineData(8, "GYRB")]
    public void Exif_orientation_is_applied(byte orientation, string corners)
    {
        RgbImage stored = Pictures.Make(32, 16, (x, y) => (x < 16, y < 8) switch
        {
            (true, true) => Red,
            (false, true) => Green,
            (true, false) => Blue,
            _ => Yellow,
        });
        byte[] jpeg = Pictures.WithOrientation(Pictures.Encode(stored, SKEncodedImageFormat.Jpeg), orientation);
        RgbImage image = ImageFile.Decode(jpeg, "a.jpg");
        Assert.Equal(orientation >= 5 ? (16, 32) : (32, 16), (image.Width, image.Height));
        Rgb[] found = [image[1, 1], image[image.Width - 2, 1], image[1, image.Height - 2], image[image.Width - 2, image.Height - 2]];
        Assert.Equal(corners, string.Concat(found.Select(Letter)));
    }

    [Fact]
    public void A_picture_of_one_pixel_is_read()
    {
        RgbImage image = ImageFile.Decode(ImageFile.EncodePng(Pictures.Uniform(1, 1, Green)), "a.png");
        Assert.Equal((1, 1, Green), (image.Width, image.Height, image[0, 0]));
    }

    [Fact]
    public void A_photograph_is_read_with_its_whole_range()
    {
        string folder = TestData.Require("photos/imagenet-samples");
        RgbImage image = ImageFile.Read(Path.Combine(folder, "n01440764_tench.JPEG"));
        Assert.True(image.Width > 100 && image.Height > 100);
        Assert.Equal(256, image.Pixels.ToArray().Distinct().Count());
    }

    private static char Letter(Rgb color) => (color.R > 128, color.G > 128, color.B > 128) switch
    {
        (true, false, false) => 'R',
        (false, true, false) => 'G',
        (false, false, true) => 'B',
        (true, true, false) => 'Y',
        _ => '?',
    };
}
