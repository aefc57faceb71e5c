using Salience.Decomposition;
using Salience.Modules;
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
    private readonly ExplainedModel _model;
    private readonly Network? _folded;
    private readonly FullGradSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public FullGrad(Network network, FullGradSettings? settings = null)
    {
        _settings = settings ?? new FullGradSettings();
        Preset = _settings.Preset ?? Presets.Paper;
        _folded = _settings.FoldBatchNorm && Preset.MergeBatchNorm ? BatchNormalizationFolding.Apply(network) : null;
        _model = new NetworkModel(_folded ?? network);
    }

    /// <summary>Prepares explanations of a module.</summary>
    /// <param name="module">The module; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public FullGrad(TorchModule module, FullGradSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        _settings = settings ?? new FullGradSettings();
        Preset = _settings.Preset ?? Presets.Paper;
        _model = module.Model;
    }

    /// <summary>How terms become a map.</summary>
    public Preset Preset { get; }

    /// <summary>Explains one scalar of the output for each image.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="target">Which scalar.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>Maps and account, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Explanation Explain(Tensor images, Target target, CancellationToken cancellation = default) => Explain(images, [target], cancellation)[0];

    /// <summary>Explains several scalars of the output from one forward pass.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>One explanation for each target, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<Explanation> Explain(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation = default) =>
        _model.ComputeType == ScalarType.Float64 ? Explain<double>(images, targets, cancellation) : Explain<float>(images, targets, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _folded?.Dispose();

    private List<Explanation> Explain<T>(Tensor images, IReadOnlyList<Target> targets, CancellationToken cancellation)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        _model.RequireImages(images);
        var results = new List<Explanation>();
        var count = (int)images.shape[0];
        var settings = new FullGradientSettings(Preset.MergeBatchNorm, _settings.OtherInputs);
        var place = _model.Layout(images, settings);
        try
        {
            FullGradientPass.Run(
                _model,
                images,
                targets,
                settings,
                () => new MapBuilder<T>(Preset, count, place),
                (sink, pass) => results.Add(Detach(sink.Finish(pass))),
                cancellation);
            foreach (var result in results)
                _model.Review(images, result.Completeness, cancellation);
            return results;
        }
        catch
        {
            // A later target failed: nobody will get what the earlier ones gave.
            results.ForEach(r => r.Dispose());
            throw;
        }
    }

    private static Explanation Detach(Explanation explanation)
    {
        explanation.Map.DetachFromDisposeScope();
        explanation.Outputs.DetachFromDisposeScope();
        return explanation;
    }
}
