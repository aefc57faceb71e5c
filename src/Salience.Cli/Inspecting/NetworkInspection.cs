using Salience.Cli.Failures;
using Salience.Cli.Records;
using Salience.Onnx;

namespace Salience.Cli.Inspecting;

/// <summary>Describes an imported network.</summary>
internal static class NetworkInspection
{
    /// <summary>Operators, parameters, and a trial run where one is possible.</summary>
    public static NetworkRecord Describe(OnnxModel model, long seed, CancellationToken cancellation)
    {
        var network = model.Network;
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in network.Nodes)
            counts[node.Operator.Name] = counts.GetValueOrDefault(node.Operator.Name) + 1;
        var record = new NetworkRecord
        {
            Operators = counts,
            Parameters = network.ParameterCount,
            ParameterBytes = network.Parameters.Values.Sum(p => p.numel() * p.element_size()),
            ExplainedOutput = network.Outputs[0],
            FinalActivation = model.Info.Activation?.Operator,
        };
        try
        {
            return record with { Trial = TrialRun.Perform(network, seed, cancellation) };
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            return record with { TrialFailure = KnownFailure.Describe(failure) };
        }
    }
}
