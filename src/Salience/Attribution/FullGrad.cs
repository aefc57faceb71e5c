using Salience.Decomposition;
using Salience.Networks;
using Salience.Networks.Passes;
using Salience.PostProcessing;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>FullGrad: the saliency map made of the input term and every bias term of the full-gradient decomposition.</summary>
/// <remarks>
/// Computes <c>S = ψ(x⊙∇f) + Σ_k Σ_c ψ((∂f/∂y_k ⊙ b_k)_c)</c>, ψ as the <see cref="FullGradSettings.Preset"/> says, over all terms with
/// a place on the picture. One forward pass, one backward pass to the activations, one streaming pass over each term. Source: Srinivas and
/// Fleuret 2019, section 4; extended by implicit biases, so that networks of any nonlinearity are complete.
/// </remarks>
public sealed class FullGrad : IDisposable
{
    private readonly Network _network;
    private readonly bool _owned;
    private readonly FullGradSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public FullGrad(Network network, FullGradSettings? settings = null)
    {
        _settings = settings ?? new FullGradSettings();
        Preset = _settings.Preset ?? Presets.Paper;
        _owned = _settings.FoldBatchNorm && Preset.MergeBatchNorm;
        _network = _owned ? BatchNormalizationFolding.Apply(network) : network;
    }

    /// <summary>How terms become a map.</summary>
    public Preset Preset { get; }

    /// <summary>Explains one scalar of the output for each image.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="target">Which scalar.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>Maps and account, disposed by the caller.</returns>
    public Explanation Explain(Tensor images, Target target, CancellationToken cancellation = default) => Explain(images, [target], cancellation)[0];

    /// <summary>Explains several scalars of the output from one forward pass.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>One explanation for each target, disposed by the caller.</returns>
    public IReadOnlyList<Explanation> Explain(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation = default) =>
        _network.ComputeType == ScalarType.Float64 ? Explain<double>(images, targets, cancellation) : Explain<float>(images, targets, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
            _network.Dispose();
    }

    private List<Explanation> Explain<T>(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        var results = new List<Explanation>();
        var count = (int)images.shape[0];
        FullGradientPass.Run(
            _network,
            images,
            targets,
            new FullGradientSettings(Preset.MergeBatchNorm, _settings.OtherInputs),
            () => new MapBuilder<T>(Preset, count, Place),
            (sink, pass) => results.Add(Detach(sink.Finish(pass))),
            cancellation);
        return results;
    }

    private static Placement Place(string value, Tensor gradient) => gradient.dim() == 4 ? new Placement.Nchw() : new Placement.Global();

    private static Explanation Detach(Explanation explanation)
    {
        explanation.Map.DetachFromDisposeScope();
        explanation.Outputs.DetachFromDisposeScope();
        return explanation;
    }
}
