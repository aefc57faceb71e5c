using Salience.Networks;
using Salience.Networks.Training;
using Salience.Operators;
using static Salience.Tests.Networks.Training.TrainingNetworks;
using static TorchSharp.torch;

namespace Salience.Tests.Networks.Training;

/// <summary>Batch normalisation in training against the formulas, written out in double.</summary>
[NoTensorLeaks]
public class TrainingNormalizationTests
{
    private const double Epsilon = 1e-3;
    private const double Momentum = 0.3;
    private const int Count = 4;
    private const int Channels = 3;
    private const int Places = 10;

    // float64 throughout; sums of 40 terms.
    private const double Rounding = 1e-12;

    [Fact]
    public void Outputs_are_standardised_by_the_batch()
    {
        using var run = new Case();
        for (var c = 0; c < Channels; c++)
        {
            var (values, outputs) = (Case.Channel(run.Input, c), Case.Channel(run.Output, c));
            var (mean, variance) = Moments(values);
            Assert.All(values.Zip(outputs), p => Assert.Equal(
                run.Gamma[c] * (p.First - mean) / Math.Sqrt(variance + Epsilon) + run.Beta[c], p.Second, Rounding));
        }
    }

    [Fact]
    public void Running_statistics_move_towards_the_mean_and_the_unbiased_variance()
    {
        using var run = new Case();
        var (means, variances) = (Numbers(run.Training.Statistics["mean"]), Numbers(run.Training.Statistics["variance"]));
        for (var c = 0; c < Channels; c++)
        {
            var (mean, variance) = Moments(Case.Channel(run.Input, c));
            var unbiased = variance * (Count * Places) / (Count * Places - 1.0);
            Assert.Equal((1 - Momentum) * run.OldMean[c] + Momentum * mean, means[c], Rounding);
            Assert.Equal((1 - Momentum) * run.OldVariance[c] + Momentum * unbiased, variances[c], Rounding);
        }
    }

    [Fact]
    public void Gradients_pass_through_the_statistics()
    {
        using var scope = NewDisposeScope();
        using var run = new Case();
        var (slopes, offsets) = (Numbers(run.Training.Value("gamma").grad!), Numbers(run.Training.Value("beta").grad!));
        for (var c = 0; c < Channels; c++)
        {
            var (values, upstream) = (Case.Channel(run.Input, c), Case.Channel(run.Upstream, c));
            var (mean, variance) = Moments(values);
            var normal = values.Select(v => (v - mean) / Math.Sqrt(variance + Epsilon)).ToArray();
            var (g, gn) = (upstream.Average(), upstream.Zip(normal, (a, n) => a * n).Average());
            var expected = upstream.Zip(normal, (a, n) => run.Gamma[c] / Math.Sqrt(variance + Epsilon) * (a - g - n * gn));

            Assert.Equal(expected, Case.Channel(run.InputGradient, c), (a, b) => Math.Abs(a - b) < Rounding);
            Assert.Equal(gn * Count * Places, slopes[c], Rounding);
            Assert.Equal(g * Count * Places, offsets[c], Rounding);
        }
    }

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Average(v => (v - mean) * (v - mean)));
    }

    /// <summary>One forward and backward pass of a single normalisation.</summary>
    private sealed class Case : IDisposable
    {
        public Case()
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(11);
            Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: generator);
            var (gamma, beta, mean, variance) = (Normal(Channels), Normal(Channels), Normal(Channels), Normal(Channels).square() + 0.5);
            (Gamma, Beta, OldMean, OldVariance) = (Numbers(gamma), Numbers(beta), Numbers(mean), Numbers(variance));
            var b = new NetworkBuilder();
            var x = b.AddInput("x", ScalarType.Float64, null, Channels, null);
            using var network = b.Build(b.Add(
                "bn", new BatchNormalization(Epsilon), x, b.AddParameter("gamma", gamma), b.AddParameter("beta", beta), b.AddParameter("mean", mean), b.AddParameter("variance", variance)));
            Training = new TrainableNetwork(network, statisticsMomentum: Momentum);
            var input = (Normal(Count, Channels, Places) * 2 + 1).requires_grad_(true);
            var upstream = Normal(Count, Channels, Places);
            var output = Training.Forward(input, 0);
            (output * upstream).sum().backward();
            (Input, Output, Upstream, InputGradient) = (Numbers(input), Numbers(output), Numbers(upstream), Numbers(input.grad!));
        }

        public TrainableNetwork Training { get; }

        public double[] Gamma { get; }

        public double[] Beta { get; }

        public double[] OldMean { get; }

        public double[] OldVariance { get; }

        public double[] Input { get; }

        public double[] Output { get; }

        public double[] Upstream { get; }

        public double[] InputGradient { get; }

        /// <summary>The values of one channel of a row-major <c>(N, C, D)</c>.</summary>
        public static double[] Channel(double[] values, int channel) =>
            [.. values.Where((_, i) => i / Places % Channels == channel)];

        public void Dispose() => Training.Dispose();
    }
}
