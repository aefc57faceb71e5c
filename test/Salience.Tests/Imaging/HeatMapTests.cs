using Salience.Imaging;
using Salience.Imaging.ColorMaps;
using static TorchSharp.torch;

namespace Salience.Tests.Imaging;

[NoTensorLeaks]
public class HeatMapTests
{
    [Theory]
    [InlineData(7, 5, 20, 9)]
    [InlineData(1, 1, 4, 4)]
    [InlineData(14, 14, 224, 224)]
    [InlineData(9, 4, 5, 3)]
    public void Resizing_agrees_with_torch(int width, int height, int newWidth, int newHeight)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor map = randn([1, 1, height, width], generator: generator);
        Tensor expected = nn.functional.interpolate(map, [newHeight, newWidth], mode: InterpolationMode.Bilinear, align_corners: false);
        float[] actual = HeatMap.FromTensor(map).Resize(newWidth, newHeight).Values.ToArray();
        float[] wanted = expected.data<float>().ToArray();
        Assert.All(actual.Zip(wanted), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void Channels_are_summed()
    {
        using var scope = NewDisposeScope();
        HeatMap map = HeatMap.FromTensor(tensor(new double[] { 1, 2, 3, 4, 10, 20, 30, 40 }).reshape(2, 2, 2));
        Assert.Equal([11, 22, 33, 44], map.Values.ToArray());
    }

    [Fact]
    public void The_callers_tensor_may_need_a_gradient_and_be_a_view()
    {
        using var scope = NewDisposeScope();
        Tensor map = arange(6, dtype: ScalarType.Float32).reshape(2, 3).requires_grad_().t();
        Assert.Equal([0, 3, 1, 4, 2, 5], HeatMap.FromTensor(map).Values.ToArray());
    }

    [Theory]
    [InlineData(new long[] { 3 })]
    [InlineData(new long[] { 2, 1, 3, 3 })]
    [InlineData(new long[] { 1, 0, 3 })]
    public void A_tensor_that_is_no_map_is_refused_with_its_shape(long[] shape)
    {
        using Tensor map = zeros(shape);
        ArgumentException error = Assert.Throws<ArgumentException>(() => HeatMap.FromTensor(map));
        Assert.Contains($"got ({string.Join(", ", shape)})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_without_a_value_somewhere_is_grey_there()
    {
        var map = new HeatMap(3, 1, [0, float.NaN, 1]);
        RgbImage picture = map.Paint(ColorMap.Named("grey"), HeatScale.Of(map, signed: false));
        Assert.Equal([0, 0, 0, 128, 128, 128, 255, 255, 255], picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData(0f, 1f, false)]
    [InlineData(-1e-30f, 1f, true)]
    [InlineData(float.NegativeInfinity, 1f, true)]
    [InlineData(float.NaN, 1f, false)]
    public void A_negative_value_gives_the_map_a_sign(float first, float second, bool expected)
        => Assert.Equal(expected, new HeatMap(2, 1, [first, second]).HasSign);

}
