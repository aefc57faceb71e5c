using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>One evaluation of an operator: what it read, which of that depends on the network's input, and what it wrote.</summary>
/// <param name="Inputs">Values read, detached; <see langword="null"/> where an optional input is absent.</param>
/// <param name="Active">For each input whether it depends differentiably on the network's input.</param>
/// <param name="Outputs">Values written, detached.</param>
public sealed record OperatorCall(IReadOnlyList<Tensor?> Inputs, IReadOnlyList<bool> Active, IReadOnlyList<Tensor> Outputs)
{
    /// <summary>The first output.</summary>
    public Tensor Output => Outputs[0];

    /// <summary>The input at <paramref name="index"/>, which must be present.</summary>
    /// <param name="index">Position of the input.</param>
    public Tensor Input(int index) => Inputs[index] ?? throw new InvalidOperationException($"Input {index} is absent.");

    /// <summary>Whether the input at <paramref name="index"/> is present and active.</summary>
    /// <param name="index">Position of the input.</param>
    public bool IsActive(int index) => index < Active.Count && Active[index];

    /// <summary>Number of active inputs.</summary>
    public int ActiveCount => Active.Count(a => a);
}
