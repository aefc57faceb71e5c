using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>What attention methods share: the attentions of a network, and whether they can be followed to the picture.</summary>
/// <param name="network">The network.</param>
internal sealed class AttentionRun(Network network)
{
    private bool _tried;
    private string? _reason;

    /// <summary>The attentions in execution order.</summary>
    public IReadOnlyList<AttentionSite> Sites { get; } = AttentionSite.Find(network);

    /// <summary>Why the network cannot be explained, or <see langword="null"/>. A network whose file states its input's size is run once to know; one that does not is asked at the first picture.</summary>
    public string? WhyUnsupported()
    {
        if (Sites.Count == 0)
            return "it has no attention (a softmax over keys whose result is multiplied with values).";
        if (_tried || network.Inputs.Count != 1 || network.Inputs[0].Shape is not { Count: 4 } declared || declared.Skip(1).Any(s => s is null))
            return _reason;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var zero = zeros([declared[0] ?? 1, .. declared.Skip(1).Select(s => s!.Value)], network.ComputeType);
        using var recorder = new AttentionRecorder(Sites);
        foreach (var value in Execution.Run(network, new Dictionary<string, Tensor> { [network.Inputs[0].Name] = zero }, [network.Outputs[0]], recorder, default).Values)
            value.Dispose();
        (_tried, _reason) = (true, TokenGrid.Of(Sites, recorder, Place(zero, null)).Reason);
        return _reason;
    }

    /// <summary>The grid of the tokens of a recorded run.</summary>
    /// <exception cref="NotSupportedException">Attention cannot be followed to the picture.</exception>
    public TokenGrid Grid(AttentionRecorder recorder, Func<string, Tensor, Placement> place, string method)
    {
        var (grid, reason) = TokenGrid.Of(Sites, recorder, place);
        return grid ?? throw new NotSupportedException($"{method} does not apply to this network: {reason}");
    }

    /// <summary>Where on the picture values belong.</summary>
    public Func<string, Tensor, Placement> Place(Tensor images, IReadOnlyDictionary<string, Tensor>? otherInputs) =>
        new NetworkModel(network).Layout(images, new FullGradientSettings(OtherInputs: otherInputs));

    /// <summary>Values <c>(…, T, T)</c> of an attention by image and head, <c>(N, heads, T, T)</c>.</summary>
    public static Tensor ByHead(AttentionSite site, Tensor values, long images, Func<string, Tensor, Placement> place)
    {
        var tokens = values.shape[^1];
        var rows = site.IsFused ? values.reshape(images, -1) : place(site.Weights.Outputs[0], values).PerImage(values, images);
        return rows.reshape(images, -1, tokens, tokens);
    }
}
