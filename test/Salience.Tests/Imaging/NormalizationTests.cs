using Salience.Imaging;

namespace Salience.Tests.Imaging;

public class NormalizationTests
{
    [Fact]
    public void Every_name_is_found_in_any_case()
    {
        Assert.Equal(["imagenet", "inception", "caffe-bgr", "none"], Normalization.Names);
        Assert.All(Normalization.Names, name => Assert.Equal(name, Normalization.Parse(name.ToUpperInvariant()).Name));
        Assert.Same(Normalization.CaffeBgr, Normalization.Parse("caffe-bgr"));
    }

    [Fact]
    public void Settings_are_read()
    {
        Normalization parsed = Normalization.Parse("mean=0.1,0.2,-0.3,std=0.4,0.5,0.6");
        Assert.Equal([0.1, 0.2, -0.3], parsed.Mean);
        Assert.Equal([0.4, 0.5, 0.6], parsed.Std);
        Assert.Equal((255.0, ChannelOrder.Rgb), (parsed.Divisor, parsed.Order));
    }

    [Fact]
    public void Scale_and_order_are_read_and_the_rest_is_neutral()
    {
        Normalization parsed = Normalization.Parse(" scale=1 , mean=104, bgr");
        Assert.Equal((1.0, ChannelOrder.Bgr), (parsed.Divisor, parsed.Order));
        Assert.Equal([104.0], parsed.Mean);
        Assert.Equal([1.0], parsed.Std);
    }

    [Theory]
    [InlineData("imagnet", "use imagenet, inception, caffe-bgr, none or mean=a,b,c,std=a,b,c")]
    [InlineData("", "is unknown")]
    [InlineData("mean=0.5,0.5,std=1", "mean has 2 and std 1 values")]
    [InlineData("mean=a", "'mean=a' is not a number")]
    [InlineData("mean=1,2,x", "'x' is not a number")]
    [InlineData("mean=NaN", "'mean=NaN' is not a number")]
    [InlineData("mean=1,mean=2", "'mean' is unknown or given twice")]
    [InlineData("median=1", "'median' is unknown")]
    [InlineData("std=0", "must be above 0")]
    [InlineData("scale=-1", "must be above 0")]
    [InlineData("scale=1,2", "scale has 2 values")]
    [InlineData("5,mean=1", "'5' is not a number")]
    public void What_is_not_understood_is_refused_with_the_remedy(string text, string reason)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Normalization.Parse(text));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
