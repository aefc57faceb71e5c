using Salience.Evaluation.Randomization;
using Salience.Networks;

namespace Salience.Evaluation.Experiments.SanityChecks;

/// <summary>Networks with random layers, drawn once for the run where all of them together are small, and for each use otherwise.</summary>
/// <param name="draw">How layers are drawn.</param>
/// <param name="count">How many networks the experiment has at most.</param>
/// <param name="mostBytes">What their parameters together may take to be kept.</param>
internal sealed class RandomNetworks(ParameterDraw draw, int count, long mostBytes)
{
    /// <summary>What is kept unless said otherwise.</summary>
    public const long DefaultBytes = 512L << 20;

    /// <summary>Does something with the trained network whose given layers are drawn anew.</summary>
    public T With<T>(CellRequest cell, IReadOnlyList<RandomizableLayer> layers, Func<Network, T> use)
    {
        var trained = cell.Subject.Model.Network;
        Network Draw() => NetworkRandomizer.Apply(trained, layers, cell.Seed, draw);
        if (trained.Parameters.Values.Sum(p => p.numel() * p.element_size()) * count <= mostBytes)
            return use(cell.KeepForRun($"random {string.Join(' ', layers.Select(l => l.Name))}", Draw));
        using var network = Draw();
        return use(network);
    }
}
