using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using Salience.Tests.Attribution;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.PostProcessing;

/// <summary>Receptive fields against what the networks themselves depend on.</summary>
[NoTensorLeaks]
public class ReceptiveFieldTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "smooth", "act1" }, { "smooth", "act2" }, { "smooth", "sum" }, { "smooth", "conv3" },
        { "gated", "act" }, { "gated", "scaled" }, { "gated", "conv2" },
        { "mixed", "dilated" }, { "mixed", "pooled" }, { "mixed", "joined" }, { "mixed", "up" }, { "mixed", "grown" }, { "mixed", "grouped" },
        { "tokens", "patch" }, { "tokens", "embedded" }, { "tokens", "sum" },
        { "windows", "norm" }, { "windows", "windows" }, { "windows", "sum" }, { "windows", "coarse" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void The_support_is_every_pixel_that_a_location_depends_on_and_no_other(string name, string value)
    {
        using var scope = NewDisposeScope();
        using var network = Make(name);
        var images = Images(name);
        var place = Layout(network, images);
        using var field = new ReceptiveField(network, images, null, place);
        using var recording = enable_grad();
        var x = images.detach().requires_grad_();
        var located = Located(network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = x }, [value])[value], place, value);
        using var generator = new Generator(2);
        var (h, w) = (located.shape[2], located.shape[3]);
        for (var l = 0; l < h * w; l += Math.Max(1, (int)(h * w / 20)))
        {
            // A random sum over the channels of one location.
            var weights = zeros_like(located).detach();
            weights[0, TensorIndex.Colon, l / w, l % w] = randn([located.shape[1]], ScalarType.Float64, generator: generator);
            var slope = autograd.grad([located], [x], [weights], retain_graph: true)[0].abs().sum(1, keepdim: true);
            var one = zeros([1, 1, h, w], ScalarType.Float64);
            one[0, 0, l / w, l % w] = tensor(1.0);
            var spread = field.Spread([(value, one)]);

            Assert.Equal(1, spread.sum().ToDouble(), 12);
            Assert.True(spread.amin().ToDouble() >= 0);
            Assert.True(((slope > 1e-14) == (spread > 1e-14)).all().ToBoolean(), $"location ({l / w}, {l % w}): {(slope > 1e-14).sum().ToInt64()} pixels matter, {(spread > 1e-14).sum().ToInt64()} are marked");
        }
    }

    [Fact]
    public void Two_convolutions_weigh_pixels_by_the_paths_that_lead_there()
    {
        using var scope = NewDisposeScope();
        using var network = Make("smooth");
        var images = Images("smooth");
        using var field = new ReceptiveField(network, images, null, Layout(network, images));
        var one = zeros([1, 1, 11, 9], ScalarType.Float64);
        one[0, 0, 5, 4] = tensor(1.0);
        // Two windows of 3×3 in a row: 1, 2, 3, 2, 1 of 9 paths along each axis.
        var line = tensor(new[] { 1.0, 2, 3, 2, 1 }) / 9;
        var expected = zeros([11, 9], ScalarType.Float64);
        expected.narrow(0, 3, 5).narrow(1, 2, 5).copy_(line.unsqueeze(1) * line);

        Assert.True((expected - field.Spread([("act2", one)])[0, 0]).abs().max().ToDouble() < 1e-14);
        // A residual sum goes each way with probability one half: one convolution, or two.
        var single = zeros([11, 9], ScalarType.Float64);
        single.narrow(0, 4, 3).narrow(1, 3, 3).fill_(1.0 / 9);
        Assert.True(((expected + single) / 2 - field.Spread([("sum", one)])[0, 0]).abs().max().ToDouble() < 1e-14);
    }

    [Fact]
    public void Layers_together_are_the_sum_of_each_alone_and_the_input_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var network = Make("smooth");
        using var generator = new Generator(7);
        var images = Images("smooth", 2);
        using var field = new ReceptiveField(network, images, null, Layout(network, images));
        Tensor Map(long h, long w) => randn([2, 1, h, w], ScalarType.Float64, generator: generator);
        var (fine, coarse, pixels) = (Map(11, 9), Map(6, 5), Map(11, 9));
        var together = field.Spread([("sum", fine), ("conv3", coarse), ("x", pixels)]);

        Assert.True((field.Spread([("sum", fine)]) + field.Spread([("conv3", coarse)]) + pixels - together).abs().max().ToDouble() < 1e-12);
        Assert.True((field.Spread([("x", pixels)]) == pixels).all().ToBoolean());
        Assert.True((field.Spread([("sum", fine), ("conv3", coarse), ("x", pixels)]) == together).all().ToBoolean());
    }

    private static Network Make(string name) => name == "mixed" ? Mixed() : CompleteMapTests.Make(name);

    private static Tensor Images(string name, int count = 1) => name == "mixed" ? MethodNetworks.Images("smooth", count) : CompleteMapTests.Images(name, count);

    private static Func<string, Tensor, Placement> Layout(Network network, Tensor images)
    {
        var layout = SpatialLayout.Of(network, images.shape);
        return (value, y) => layout.For(value, y.dim());
    }

    private static Tensor Located(Tensor value, Func<string, Tensor, Placement> place, string name) => place(name, value) is Placement.Grid grid
        ? grid.PerImage(value, 1).index_select(1, tensor(grid.Index)).view(1, grid.Channels, grid.Height, grid.Width) : value;

    /// <summary>Stride, dilation, one-sided padding, pooling, branches side by side, enlarging, transposed convolution and a norm over all positions.</summary>
    private static Network Mixed()
    {
        using var generator = new Generator(12);
        var b = new NetworkBuilder();
        string Weight(params long[] shape) => b.AddParameter("w", randn(shape, ScalarType.Float64, generator: generator));
        string Conv(string name, string x, long from, long to, long stride, long dilation, SpatialPadding padding) => b.Add(
            name, new Conv { Padding = padding, Strides = [stride, stride], Dilations = [dilation, dilation] }, x, Weight(to, from, 3, 3), Weight(to));
        var x = b.AddInput("x", ScalarType.Float64, null, 3, null, null);
        var first = Conv("first", x, 3, 4, 1, 1, new SpatialPadding(PaddingMode.Explicit, [1, 0], [0, 2]));
        var dilated = Conv("dilated", b.Add("act", new Tanh(), first), 4, 4, 2, 2, SpatialPadding.Symmetric(2, 2));
        var window = new SlidingWindow { Kernel = [2, 2], Strides = [1, 1], Dilations = [1, 1], Padding = SpatialPadding.Symmetric(1, 0) };
        var pooled = b.Add("pooled", new AveragePool(window), dilated);
        var narrow = b.Add("narrow", new AveragePool(window with { Kernel = [1, 2], Padding = SpatialPadding.None(2) }), dilated);
        var joined = b.Add("joined", new Concat(1), b.Add("cut", new Slice(), pooled, Ints(0), Ints(-1), Ints(2)), narrow);
        var up = b.Add("up", new Upscale(), joined);
        var grown = b.Add(
            "grown",
            new ConvTranspose { Padding = SpatialPadding.Symmetric(1, 1), Strides = [2, 2], Dilations = [1, 1], OutputPadding = [0, 0] },
            joined,
            Weight(8, 4, 3, 3),
            Weight(4));
        var grouped = b.Add("grouped", new GroupNormalization(2), grown, Weight(4), Weight(4));
        var pool = b.Add("flat", new Flatten(1), b.Add("mean", new GlobalAveragePool(), grouped));
        var other = b.Add("flat2", new Flatten(1), b.Add("mean2", new GlobalAveragePool(), up));
        return b.Build(b.Add("fc", new Gemm(), b.Add("all", new Concat(1), pool, other), Weight(12, 4), Weight(4)));

        string Ints(params long[] values) => b.AddParameter("ints", tensor(values, ScalarType.Int64));
    }

    /// <summary>Every element twice along both axes.</summary>
    private sealed class Upscale : SingleOutputOperator
    {
        public override OperatorKind Kind => OperatorKind.Linear;

        protected override Tensor Compute(IReadOnlyList<Tensor?> inputs) => inputs[0]!.repeat_interleave(2, 2).repeat_interleave(2, 3);
    }
}
