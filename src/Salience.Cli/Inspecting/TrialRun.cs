using Salience.Cli.Records;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Inspecting;

/// <summary>One run at batch 1 on random numbers, to see shapes, memory and biases.</summary>
internal static class TrialRun
{
    private const int DefaultSide = 224;

    /// <summary>Runs and decomposes the highest output.</summary>
    /// <exception cref="ArgumentException">The network has several inputs, or one whose rank is unknown.</exception>
    public static TrialRecord Perform(Network network, long seed, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var input = RandomInput(network, seed);
        var values = Values(network, input, cancellation);
        var layer = FeatureMaps.OfGradCam(network, input, values, cancellation);
        var bytes = values.Values.Sum(v => v.numel() * v.element_size());
        foreach (var value in values.Values)
            value.Dispose();
        using var result = FullGradient.Decompose(network, input, Target.ArgMax, cancellation: cancellation);
        return new TrialRecord
        {
            InputShape = input.shape,
            ActivationBytes = bytes,
            Biases = new SortedDictionary<string, int>(result.Completeness.Terms.GroupBy(t => AccountBuilder.Kind(t.Kind)).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
            Residual = result.Completeness.Residual(0),
            GradCamLayer = layer,
        };
    }

    private static Tensor RandomInput(Network network, long seed)
    {
        if (network.Inputs.Count != 1)
            throw new ArgumentException($"the network takes {network.Inputs.Count} inputs.");
        var declared = network.Inputs[0].Shape;
        if (declared.Count == 0)
            throw new ArgumentException("the file does not say how many dimensions the input has.");
        var shape = declared.Select((size, d) => d == 0 ? 1 : size ?? (declared.Count == 4 && d == 1 ? 3 : DefaultSide)).ToArray();
        using var generator = new Generator((ulong)seed);
        return randn(shape, dtype: network.ComputeType, generator: generator);
    }

    private static IReadOnlyDictionary<string, Tensor> Values(Network network, Tensor input, CancellationToken cancellation)
    {
        using var quiet = no_grad();
        var names = network.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0).ToList();
        return network.Run(new Dictionary<string, Tensor> { [network.Inputs[0].Name] = input }, names, cancellation);
    }
}
