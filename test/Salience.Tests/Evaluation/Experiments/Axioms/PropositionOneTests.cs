using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Tests.Evaluation.Experiments.Axioms;

/// <summary>
/// Proposition 1 of Srinivas and Fleuret 2019 by a continuous function of two variables, <c>f(x, y) = ReLU(x + y − 1)</c>: no map that is constant
/// in each linear region is complete, neither as a sum nor as a product with the input; with the bias as a third number it is. docs/axioms.md.
/// </summary>
[NoTensorLeaks]
public sealed class PropositionOneTests
{
    /// <summary>Points of the region x + y > 1.</summary>
    private static readonly (double X, double Y)[] Region =
        [.. from i in Enumerable.Range(0, 9) from j in Enumerable.Range(0, 9) let p = (X: i / 4.0, Y: j / 4.0) where p.X + p.Y > 1.1 select p];

    [Fact]
    public void The_function_is_continuous_across_the_border_of_its_regions()
    {
        using var network = Function();
        for (var k = 0; k <= 40; k++)
        {
            var y = k / 20.0 - 0.5;
            var (below, above) = (Values(network, [(1 - y - 1e-7, y)])[0], Values(network, [(1 - y + 1e-7, y)])[0]);
            Assert.Equal(0, below);
            Assert.InRange(above, 0, 1.5e-7);
        }
    }

    [Fact]
    public void The_region_is_one_linear_piece_in_which_the_output_varies()
    {
        using var network = Function();
        using var scope = NewDisposeScope();
        using var result = FullGradient.Decompose(network, Pictures(Region), Target.Class(0));
        Assert.True(result.InputGradient.eq(1).all().item<bool>());
        Assert.All(result.Completeness.Terms.Single(t => t.Node == "sum").Sums, bias => Assert.Equal(-1, bias));
        Assert.Equal(3, result.Completeness.Outputs.Max());
        Assert.InRange(result.Completeness.Outputs.Min(), 0.2, 0.3);
    }

    [Fact]
    public void Completeness_as_a_sum_fails_for_every_constant_map_by_at_least_half_the_range_of_the_output()
    {
        using var network = Function();
        var values = Values(network, Region);
        // A constant map (S₁, S₂) enters by its sum s alone, and the worst error of s is at one of the two extremes.
        var best = Enumerable.Range(-4000, 12001).Select(k => k / 1000.0).Min(s => values.Max(f => Math.Abs(f - s)));
        Assert.Equal((values.Max() - values.Min()) / 2, best, 1e-3);
        Assert.Equal(1.375, best, 1e-3);
    }

    [Fact]
    public void Completeness_as_a_product_with_the_input_fails_too_and_the_bias_mends_it()
    {
        using var network = Function();
        using var scope = NewDisposeScope();
        var values = tensor(Values(network, Region), [Region.Length, 1]);
        var inputs = Pictures(Region).flatten(1);
        var withBias = cat([inputs, ones([Region.Length, 1], ScalarType.Float64)], 1);

        // The best of all constant maps in the sense of least squares leaves a residual; with a third number it is exact: (1, 1, −1).
        Assert.InRange(Residual(inputs, values, out _), 0.1, 1);
        Assert.InRange(Residual(withBias, values, out var solution), 0, 1e-12);
        Assert.True(solution.allclose(tensor(new[] { 1.0, 1, -1 }, [3, 1]), 1e-10, 1e-10));
    }

    /// <summary>Largest error of the least-squares solution, by the normal equations.</summary>
    private static double Residual(Tensor matrix, Tensor values, out Tensor solution)
    {
        solution = linalg.inv(matrix.t().matmul(matrix)).matmul(matrix.t().matmul(values));
        return (matrix.matmul(solution) - values).abs().max().item<double>();
    }

    private static double[] Values(Network network, IReadOnlyList<(double X, double Y)> points)
    {
        using var scope = NewDisposeScope();
        return network.Run(Pictures(points)).flatten().data<double>().ToArray();
    }

    private static Tensor Pictures(IReadOnlyList<(double X, double Y)> points) => tensor([.. points.SelectMany(p => new[] { p.X, p.Y })], [points.Count, 1, 1, 2]);

    private static Network Function()
    {
        var builder = new NetworkBuilder();
        var x = builder.AddInput("x", ScalarType.Float64, null, 1, 1, 2);
        var sum = builder.Add(
            "sum", new Conv { Padding = SpatialPadding.None(2), Strides = [1, 1], Dilations = [1, 1] }, x,
            builder.AddParameter("weight", ones([1, 1, 1, 2], ScalarType.Float64)), builder.AddParameter("bias", tensor(new[] { -1.0 })));
        return builder.Build(builder.Add("flat", new Flatten(), builder.Add("relu", new Relu(), sum)));
    }
}
