using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>One operator call of which a tape keeps what it read and wrote, so that relevance can be followed through it afterwards.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Inputs">What it read, detached; <see langword="null"/> where an optional input is absent.</param>
/// <param name="Active">For each input whether it depends differentiably on the explained input.</param>
/// <param name="Outputs">What it wrote, on the tape; <see langword="null"/> for outputs that are not watched.</param>
internal sealed record WatchedCall(Node Node, IReadOnlyList<Tensor?> Inputs, IReadOnlyList<bool> Active, IReadOnlyList<Tensor?> Outputs) : IDisposable
{
    /// <summary>Keeps the call; its tensors leave every dispose scope.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">What it read.</param>
    /// <param name="active">For each input whether it depends differentiably on the explained input.</param>
    /// <param name="outputs">What it wrote, probes included; <see langword="null"/> for outputs that are not watched.</param>
    public static WatchedCall Keep(Node node, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active, IEnumerable<Tensor?> outputs) => new(
        node,
        [.. inputs.Select(x => x?.detach().DetachFromDisposeScope())],
        active,
        [.. outputs.Select(y => y?.alias().DetachFromDisposeScope())]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in Inputs.Concat(Outputs))
            value?.Dispose();
    }
}

/// <summary>A watched call with ∂f/∂y of its watched outputs.</summary>
/// <param name="Call">The call.</param>
/// <param name="Gradients">One for each output; <see langword="null"/> for those that are not watched.</param>
internal sealed record WatchedGradients(WatchedCall Call, IReadOnlyList<Tensor?> Gradients);
