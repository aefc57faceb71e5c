using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Mean and variance of the gradient over noisy copies of each image.</summary>
/// <param name="Originals">What the network says of the images themselves.</param>
/// <param name="Means">For each target the mean gradient, float64.</param>
/// <param name="Squares">For each target the mean squared gradient, float64; none where they were not asked for.</param>
internal sealed record NoisyGradients(Originals Originals, IReadOnlyList<Tensor> Means, IReadOnlyList<Tensor> Squares)
{
    /// <summary>Runs the copies. Tensors belong to the current dispose scope.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">The images.</param>
    /// <param name="inputs">All inputs for copies.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="settings">How many copies and how noisy.</param>
    /// <param name="batch">Copies in one pass.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static NoisyGradients Run(
        Network network, Tensor images, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, IReadOnlyList<Target> targets, NoiseSettings settings,
        int batch, IProgress<double>? progress, CancellationToken cancellation)
    {
        var count = (int)images.shape[0];
        var originals = Originals.Of(network, images, inputs, targets, batch, cancellation);
        var means = targets.Select(_ => zeros_like(images, dtype: ScalarType.Float64)).ToList();
        var squares = settings.Squares ? targets.Select(_ => zeros_like(images, dtype: ScalarType.Float64)).ToList() : [];
        var deviation = Deviation(images, settings.Noise);
        var passes = new PassProgress(progress, PerturbedCopies.PassCount(count, settings.Samples, batch));
        new CopyGradients(network, inputs, batch, cancellation).Run(
            count,
            settings.Samples,
            rows => rows.Broadcast(images).addcmul(rows.Broadcast(deviation), SharedNoise.Normal(images, settings.Seed, rows.Copies), 1),
            targets,
            originals.Scores,
            part =>
            {
                var gradient = part.Gradient.to_type(ScalarType.Float64);
                part.Rows.AddTo(means[part.Target], gradient);
                if (squares.Count > 0)
                    part.Rows.AddTo(squares[part.Target], gradient.square());
            },
            passes.Pass);
        foreach (var sum in means.Concat(squares))
            sum.div_(settings.Samples);
        return new NoisyGradients(originals, means, squares);
    }

    /// <summary>The noise's deviation for each image, <c>noise · (max x − min x)</c>, <c>(N, 1, …)</c>.</summary>
    public static Tensor Deviation(Tensor images, double noise)
    {
        using var scope = NewDisposeScope();
        var rows = images.reshape(images.shape[0], -1);
        var range = (rows.amax([1]) - rows.amin([1])) * noise;
        return range.view([-1, .. Enumerable.Repeat(1L, (int)images.dim() - 1)]).MoveToOuterDisposeScope();
    }
}

/// <summary>Noise of the copies.</summary>
/// <param name="Samples">Number of copies.</param>
/// <param name="Noise">Standard deviation as a share of each image's range of values.</param>
/// <param name="Seed">Draws the noise.</param>
/// <param name="Squares">Whether squares are averaged too.</param>
internal sealed record NoiseSettings(int Samples, double Noise, long Seed, bool Squares = false);
