using CsCheck;
using Salience.Imaging;
using Salience.Tests.References;

namespace Salience.Tests.Imaging;

public class AntialiasedBilinearTests
{
    // Two roundings by at most half a step, and weights of 22 fractional bits.
    private const double OneStep = 1.005;

    // Worked by hand: triangle weights 0.75, 0.75, 0.25 (sum 1.75) for 4 to 2; 0.75, 0.25 for 2 to 4.
    [Theory]
    [InlineData(new byte[] { 0, 100 }, new byte[] { 50 })]
    [InlineData(new byte[] { 0, 0, 255, 255 }, new byte[] { 36, 219 })]
    [InlineData(new byte[] { 0, 255 }, new byte[] { 0, 64, 191, 255 })]
    [InlineData(new byte[] { 10, 20, 90 }, new byte[] { 10, 20, 90 })]
    [InlineData(new byte[] { 7 }, new byte[] { 7, 7, 7 })]
    public void A_line_has_the_values_worked_by_hand(byte[] input, byte[] expected)
    {
        Assert.Equal(expected, AntialiasedBilinear.Resize(input, input.Length, 1, 1, expected.Length, 1));
        Assert.Equal(expected, AntialiasedBilinear.Resize(input, 1, input.Length, 1, 1, expected.Length));
    }

    [Fact]
    public void Rows_are_rounded_before_columns()
    {
        // The row (0, 1) becomes 0.5, rounded to 1; then (1, 0) becomes 1 again. Unrounded, the mean of the four is 0.25.
        Assert.Equal([1], AntialiasedBilinear.Resize([0, 1, 0, 0], 2, 2, 1, 1, 1));
    }

    // Four squares, bright ones of E1 at top left and bottom right, dark ones of 1E; the values are those that Pillow's own tests expect
    // (python-pillow/Pillow, Tests/test_image_resample.py, test_reduce_bilinear and test_enlarge_bilinear).
    [Theory]
    [InlineData(8, "E1C9361E", "C9B74836", "3648B7C9", "1E36C9E1")]
    [InlineData(2, "E1B04F1E", "B098674F", "4F6798B0", "1E4FB0E1")]
    public void Four_squares_have_the_values_of_Pillow(int size, params string[] rows)
    {
        byte[] squares = [.. Enumerable.Range(0, size * size).Select(i => (byte)(i % size < size / 2 == i / size < size / 2 ? 0xE1 : 0x1E))];
        Assert.Equal(Convert.FromHexString(string.Concat(rows)), AntialiasedBilinear.Resize(squares, size, size, 1, 4, 4));
    }

    [Fact]
    public void Any_size_agrees_with_the_definition_to_one_step_of_255()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int).Sample(
            (width, height, newWidth, newHeight, seed) =>
            {
                RgbImage image = Pictures.Random(width, height, seed);
                RgbImage fast = AntialiasedBilinear.Resize(image, newWidth, newHeight);
                double[,,] slow = BilinearReference.Resize((y, x, c) => image.Pixels[3 * (y * width + x) + c], height, width, 3, newHeight, newWidth);
                return Worst(fast, slow) <= OneStep;
            },
            iter: 100);
    }

    [Fact]
    public void A_photograph_agrees_with_the_definition_to_one_step_of_255()
    {
        RgbImage image = Pictures.Make(300, 200, (x, y) => new Rgb((byte)(x * y), (byte)(128 + 120 * Math.Sin(x / 9.0)), (byte)(x ^ y)));
        double[,,] slow = BilinearReference.Resize((y, x, c) => image.Pixels[3 * (y * 300 + x) + c], 200, 300, 3, 64, 96);
        Assert.InRange(Worst(AntialiasedBilinear.Resize(image, 96, 64), slow), 0, OneStep);
    }

    [Fact]
    public void A_uniform_picture_stays_uniform()
    {
        RgbImage image = AntialiasedBilinear.Resize(Pictures.Uniform(37, 23, new Rgb(255, 1, 127)), 11, 50);
        Assert.All(Enumerable.Range(0, 11 * 50), i => Assert.Equal(new Rgb(255, 1, 127), image[i % 11, i / 11]));
    }

    private static double Worst(RgbImage fast, double[,,] slow)
    {
        double worst = 0;
        for (int y = 0; y < fast.Height; y++)
        {
            for (int x = 0; x < fast.Width; x++)
            {
                Rgb color = fast[x, y];
                worst = Math.Max(worst, Math.Abs(color.R - slow[y, x, 0]));
                worst = Math.Max(worst, Math.Abs(color.G - slow[y, x, 1]));
                worst = Math.Max(worst, Math.Abs(color.B - slow[y, x, 2]));
            }
        }
        return worst;
    }
}
