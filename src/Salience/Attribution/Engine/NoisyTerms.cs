using Salience.Decomposition;
using Salience.Networks;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Maps of full-gradient terms averaged over noisy copies, for a few images at a time.</summary>
/// <param name="network">The network.</param>
/// <param name="images">All images.</param>
/// <param name="inputs">All inputs for copies.</param>
/// <param name="hasOtherInputs">Whether there are inputs beside the images.</param>
/// <param name="targets">Which scalars.</param>
/// <param name="originals">What the network says of the images themselves.</param>
/// <param name="noise">How many copies and how noisy.</param>
/// <param name="preset">How averaged terms become a map.</param>
/// <param name="batch">Copies in one pass.</param>
internal sealed class NoisyTerms(
    Network network, Tensor images, Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> inputs, bool hasOtherInputs, IReadOnlyList<Target> targets, Originals originals,
    NoiseSettings noise, Preset preset, int batch)
{
    private readonly NetworkModel _model = new(network);
    private readonly Tensor _deviation = NoisyGradients.Deviation(images, noise.Noise);

    /// <summary>The maps of some images, for each target, and what their terms add up to. Tensors belong to the current dispose scope.</summary>
    /// <param name="first">Index of the first image.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="passed">Called after each pass.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<(Tensor Map, SumAccount Account)> Run<T>(int first, int count, Action passed, CancellationToken cancellation)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var place = Layout();
        var means = targets.Select(_ => new MeanTerms(count, noise.Samples, place)).ToList();
        try
        {
            foreach (var rows in PerturbedCopies.Cut(count, noise.Samples, batch))
            {
                cancellation.ThrowIfCancellationRequested();
                using var inner = NewDisposeScope();
                var next = 0;
                var own = rows with { Images = [.. rows.Images.Select(i => first + i)] };
                var copies = own.Broadcast(images).addcmul(own.Broadcast(_deviation), SharedNoise.Normal(images, noise.Seed, rows.Copies), 1);
                FullGradientPass.Run(
                    _model,
                    copies,
                    [.. targets.Select((t, i) => own.TargetFor(t, originals.Scores[i]))],
                    Settings(copies, own),
                    _ => means[next++].Begin(rows),
                    (sink, pass) => sink.End(pass),
                    cancellation);
                passed();
            }

            return [.. means.Select(m => Draw<T>(m, place, count)).Select(d => (d.Map.MoveToOuterDisposeScope(), d.Account))];
        }
        finally
        {
            means.ForEach(m => m.Dispose());
        }
    }

    private (Tensor Map, SumAccount Account) Draw<T>(MeanTerms mean, Func<string, Tensor, Placement> place, int count)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var builder = new MapBuilder<T>(preset, preset.Map, count, place, TermChoice.All);
        mean.HandOver(builder);
        using var drawn = builder.Finish(mean.Pass());
        return (drawn.Map.alias().MoveToOuterDisposeScope(), drawn.Account!);
    }

    /// <summary>Places as two copies have them: of one image it could not be told which axis counts the images.</summary>
    private Func<string, Tensor, Placement> Layout()
    {
        var two = new PerturbedCopies([0, 0], [0, 1]);
        var pair = two.Originals(images);
        return _model.Layout(pair, Settings(pair, two));
    }

    private FullGradientSettings Settings(Tensor copies, PerturbedCopies rows) =>
        new(preset.MergeBatchNorm, hasOtherInputs ? inputs(copies, rows) : null);
}
