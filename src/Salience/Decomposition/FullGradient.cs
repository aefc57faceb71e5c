using Salience.Modules;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>The full-gradient decomposition of a network's output into an input term and one term for each bias.</summary>
/// <remarks>
/// Computes, exactly and for every network of differentiable operators, <c>f(x) = ⟨∇_x f, x⟩ + Σ_k ⟨∂f/∂y_k, b_k⟩</c> with
/// <c>b_k = y_k − Σ_j (∂g_k/∂x_kj)·x_kj</c>. Source: Srinivas and Fleuret 2019, proposition 3, with implicit biases for every nonlinearity.
/// </remarks>
public static class FullGradient
{
    /// <summary>Decomposes one scalar of the output for each image.</summary>
    /// <param name="network">The network; it is left as it was.</param>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="target">Which scalar.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>Every term with its tensors, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FullGradientResult Decompose(
        Network network, Tensor images, Target target, FullGradientSettings? settings = null, CancellationToken cancellation = default) =>
        Decompose(network, images, [target], settings, cancellation)[0];

    /// <summary>Decomposes several scalars of the output from one forward pass.</summary>
    /// <param name="network">The network; it is left as it was.</param>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <returns>One decomposition for each target, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<FullGradientResult> Decompose(
        Network network, Tensor images, IReadOnlyList<Target> targets, FullGradientSettings? settings = null, CancellationToken cancellation = default) =>
        Decompose(new NetworkModel(network), images, targets, settings, cancellation);

    /// <summary>Decomposes one scalar of the output of a module for each image.</summary>
    /// <param name="module">The module; it is left as it was.</param>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the module's floating type.</param>
    /// <param name="target">Which scalar.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the work between two modules.</param>
    /// <returns>Every term with its tensors, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FullGradientResult Decompose(
        TorchModule module, Tensor images, Target target, FullGradientSettings? settings = null, CancellationToken cancellation = default) =>
        Decompose(module, images, [target], settings, cancellation)[0];

    /// <summary>Decomposes several scalars of the output of a module from one forward pass.</summary>
    /// <param name="module">The module; it is left as it was.</param>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the module's floating type.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the work between two modules.</param>
    /// <returns>One decomposition for each target, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<FullGradientResult> Decompose(
        TorchModule module, Tensor images, IReadOnlyList<Target> targets, FullGradientSettings? settings = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Decompose(module.Model, images, targets, settings, cancellation);
    }

    private static List<FullGradientResult> Decompose(
        ExplainedModel model, Tensor images, IReadOnlyList<Target> targets, FullGradientSettings? settings, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        settings ??= new FullGradientSettings();
        model.RequireImages(images);
        var results = new List<FullGradientResult>();
        var place = model.Layout(images, settings);
        try
        {
            FullGradientPass.Run(model, images, targets, settings, _ => new TermRecorder(place), (sink, pass) => results.Add(sink.Finish(pass)), cancellation);
            foreach (var result in results)
                model.Review(images, result.Completeness, cancellation);
            return results;
        }
        catch
        {
            // A later target failed: nobody will get what the earlier ones gave.
            results.ForEach(r => r.Dispose());
            throw;
        }
    }
}
