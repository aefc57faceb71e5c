using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Tests.Imaging;

[NoTensorLeaks]
public class InputPictureTests
{
    [Fact]
    public void Three_channels_share_one_scale()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor(new float[] { -1, 0, 1, 3, -1, 1 }).reshape(1, 3, 1, 2);
        // From -1 to 3; pixel 0 is (-1, 1, -1), pixel 1 is (0, 3, 1).
        Assert.Equal([0, 128, 0, 64, 255, 128], InputPicture.FromTensor(input).Pixels.ToArray());
    }

    [Fact]
    public void Other_channels_are_shown_as_the_grey_of_their_mean()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor(new double[] { 0, 1, 2, 0, 5, 8 }).reshape(2, 1, 3);
        Assert.Equal([0, 0, 0, 153, 153, 153, 255, 255, 255], InputPicture.FromTensor(input).Pixels.ToArray());
    }

    [Fact]
    public void Values_that_are_not_finite_do_not_stretch_the_scale()
    {
        using var scope = NewDisposeScope();
        Tensor input = tensor(new float[] { 0, float.NaN, float.PositiveInfinity, 2, 1 }).reshape(1, 1, 5);
        RgbImage picture = InputPicture.FromTensor(input);
        Assert.Equal([0, 0, 255, 255, 128], Enumerable.Range(0, 5).Select(x => (int)picture[x, 0].G));
    }

    [Fact]
    public void An_input_of_one_value_is_mid_grey()
    {
        using Tensor input = ones(3, 2, 2);
        Assert.All(InputPicture.FromTensor(input).Pixels.ToArray(), value => Assert.Equal(128, value));
    }

    [Fact]
    public void A_batch_is_refused_with_its_shape()
    {
        using Tensor input = ones(2, 3, 4, 4);
        ArgumentException error = Assert.Throws<ArgumentException>(() => InputPicture.FromTensor(input));
        Assert.Contains("got (2, 3, 4, 4)", error.Message, StringComparison.Ordinal);
    }
}
