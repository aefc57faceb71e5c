using CsCheck;
using Salience.Attribution;
using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Tests.Networks.Passes;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>Gradient methods against their formulas, taken literally, and against theorems.</summary>
[NoTensorLeaks]
public class GradientMethodTests
{
    private const double Exact = 1e-10;

    [Fact]
    public void SmoothGrad_its_square_and_VarGrad_are_moments_of_the_noisy_gradients()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 1);
        var range = image.max().ToDouble() - image.min().ToDouble();
        var gradients = stack([.. Enumerable.Range(0, 7).Select(k => Gradient(network, image + SharedNoise.Normal(image, 9, k) * (0.2 * range), 2))]);

        Check("smoothgrad", gradients.mean([0]));
        Check("smoothgrad-squared", gradients.square().mean([0]));
        Check("vargrad", gradients.var(0, unbiased: false));

        void Check(string name, Tensor expected)
        {
            using var method = AttributionMethods.Create($"{name}:samples=7,noise=0.2,seed=9", network);
            using var explanation = method.Explain(image, Target.Class(2));
            PassTesting.Close(expected, explanation.Values!, Exact);
        }
    }

    [Theory]
    [InlineData("midpoint", 0.125, 0.375, 0.625, 0.875, 0.25, 0.25)]
    [InlineData("left", 0, 0.25, 0.5, 0.75, 0.25, 0.25)]
    [InlineData("right", 0.25, 0.5, 0.75, 1, 0.25, 0.25)]
    [InlineData("trapezoid", 0, 0.33333333333333331, 0.66666666666666663, 1, 0.16666666666666666, 0.33333333333333331)]
    [InlineData("gauss-legendre", 0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262, 0.17392742256872692, 0.3260725774312731)]
    public void Integrated_gradients_weigh_the_gradients_on_the_path(string rule, double a, double b, double c, double d, double outer, double inner)
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Sigmoid());
        var image = SmallNetworks.Images(3, 1);
        var start = full_like(image, 0.25);
        var expected = zeros_like(image);
        foreach (var (position, weight) in new[] { (a, outer), (b, inner), (c, inner), (d, outer) })
            expected += Gradient(network, start + position * (image - start), 1) * weight * (image - start);
        using var method = AttributionMethods.Create($"integrated-gradients:steps=4,rule={rule},baseline=constant:0.25", network);
        using var explanation = method.Explain(image, Target.Class(1));

        PassTesting.Close(expected, explanation.Values!, Exact);
    }

    [Fact]
    public void Steps_are_doubled_until_the_gap_is_met()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 2) * 3;
        using var coarse = AttributionMethods.Create("integrated-gradients:steps=2,rule=left", network);
        using var fine = AttributionMethods.Create("integrated-gradients:steps=2,rule=left,gap=0.002", network);
        using var before = coarse.Explain(image, Target.Class(1));
        using var after = fine.Explain(image, Target.Class(1));

        Assert.Contains(Enumerable.Range(0, 2), i => before.Account!.Residual(i) > 0.002);
        Assert.All(Enumerable.Range(0, 2), i => Assert.InRange(after.Account!.Residual(i), 0, 0.002));
    }

    [Fact]
    public void Several_references_give_the_mean_of_their_attributions()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Relu());
        var image = SmallNetworks.Images(3, 2);
        var references = SmallNetworks.Images(4, 3);
        using var together = new IntegratedGradients(network, new IntegratedGradientsSettings(Steps: 5, Baseline: Baseline.References(references)));
        using var all = together.Explain(image, Target.Class(1));
        var expected = zeros_like(image);
        for (var r = 0; r < 3; r++)
        {
            using var one = new IntegratedGradients(network, new IntegratedGradientsSettings(Steps: 5, Baseline: Baseline.References(references.narrow(0, r, 1))));
            using var explanation = one.Explain(image, Target.Class(1));
            expected += explanation.Values! / 3;
        }

        PassTesting.Close(expected, all.Values!, Exact);
    }

    [Fact]
    public void Without_biases_the_output_is_input_times_gradient_and_so_are_integrated_gradients_from_zero() =>
        Gen.Int[0, 10_000].Sample(
            seed =>
            {
                using var scope = NewDisposeScope();
                using var network = MethodNetworks.WithoutBias(seed);
                var images = SmallNetworks.Images(seed + 1, 2);
                using var gradient = AttributionMethods.Create("input-x-gradient", network);
                using var integrated = AttributionMethods.Create("integrated-gradients:steps=3,rule=right", network);
                using var a = gradient.Explain(images, Target.ArgMax);
                using var b = integrated.Explain(images, Target.ArgMax);
                PassTesting.Close(a.Values!, b.Values!, 1e-9);
                return Enumerable.Range(0, 2).All(i => a.Account!.Residual(i) < 1e-10);
            },
            iter: 10);

    [Fact]
    public void Guided_backpropagation_and_deconvolution_follow_their_rules()
    {
        using var scope = NewDisposeScope();
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, 1, 1, null);
        var first = b.Add("relu1", new Relu(), b.Add("scaled", new Mul(), x, b.AddParameter("w1", tensor(new[] { 2.0, -3, 5, -1 }))));
        var last = b.Add("relu2", new Relu(), b.Add("turned", new Mul(), first, b.AddParameter("w2", tensor(new[] { 1.0, 1, -1, 1 }))));
        var flat = b.Add("flat", new Flatten(1), b.Add("weighted", new Mul(), last, b.AddParameter("w3", tensor(new[] { 1.0, 1, 1, -1 }))));
        using var network = b.Build(b.Add("sum", new Gemm(), flat, b.AddParameter("ones", ones(4, 1, dtype: ScalarType.Float64))));
        // Units: active with a positive gradient; off at the first rectifier; off at the second; active with a negative gradient.
        var image = tensor(new[] { 1.0, 1, 1, -1 }).view(1, 1, 1, 4);

        using var guided = AttributionMethods.Create("guided-backprop", network);
        using var deconvolution = AttributionMethods.Create("deconvolution", network);
        using var g = guided.Explain(image, Target.Class(0));
        using var d = deconvolution.Explain(image, Target.Class(0));
        Assert.Equal([2, 0, 0, 0], g.Values!.data<double>().ToArray());
        Assert.Equal([2, -3, 0, 0], d.Values!.data<double>().ToArray());
    }

    [Fact]
    public void Blur_keeps_a_constant_and_spreads_a_point_as_a_Gaussian()
    {
        using var scope = NewDisposeScope();
        var point = zeros(1, 1, 21, 21, dtype: ScalarType.Float64);
        point[0, 0, 10, 10] = 1;
        var blurred = GaussianBlur.Apply(point, 1.5);

        Assert.Equal(1, blurred.sum().ToDouble(), 12);
        Assert.Equal(Math.Exp(-4 / (2 * 1.5 * 1.5)), (blurred[0, 0, 10, 12] / blurred[0, 0, 10, 10]).ToDouble(), 12);
        PassTesting.Close(ones(1, 1, 5, 7, dtype: ScalarType.Float64), GaussianBlur.Apply(ones(1, 1, 5, 7, dtype: ScalarType.Float64), 3), 1e-12);
    }

    private static Tensor Gradient(Network network, Tensor image, int c)
    {
        using var scope = NewDisposeScope();
        var leaf = image.detach().clone().requires_grad_();
        return autograd.grad([network.Run(leaf)[0, c]], [leaf])[0].MoveToOuterDisposeScope();
    }
}
