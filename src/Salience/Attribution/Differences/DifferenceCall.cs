using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>One operator evaluated at the images and at their references.</summary>
/// <param name="Node">The operator.</param>
/// <param name="Inputs">What it read, on the tape.</param>
/// <param name="Output">What it wrote, on the tape.</param>
/// <param name="Index">Index of the output.</param>
/// <param name="Reference">The evaluation at the references.</param>
/// <param name="Session">The pass it belongs to.</param>
internal sealed record DifferenceCall(
    Node Node, IReadOnlyList<Tensor?> Inputs, Tensor Output, int Index, ReferenceCall Reference, DifferenceSession Session)
{
    /// <summary>Positions of the inputs that depend on the images.</summary>
    public IReadOnlyList<int> Active { get; } = [.. Enumerable.Range(0, Inputs.Count).Where(i => Inputs[i] is { requires_grad: true })];

    /// <summary>The first input that depends on the images, on the tape.</summary>
    public Tensor X => Inputs[Active[0]]!;

    /// <summary>The same at the references.</summary>
    public Tensor X0 => Reference.Inputs[Active[0]]!;

    /// <summary>The output at the references.</summary>
    public Tensor Y0 => Reference.Outputs[Index];

    /// <summary><c>y − y₀</c>, detached.</summary>
    public Tensor DeltaY() => Output.detach() - Y0;

    /// <summary>Runs the operator with other inputs.</summary>
    /// <param name="inputs">What it reads.</param>
    public Tensor Forward(IReadOnlyList<Tensor?> inputs) => Node.Operator.Forward(inputs)[Index];

    /// <summary>Runs the operator with another first active input.</summary>
    public Tensor ForwardAt(Tensor x) => Forward([.. Inputs.Select((input, i) => i == Active[0] ? x : input)]);

    /// <summary>Where <paramref name="difference"/> is so small that a quotient says nothing; infinities on both sides (masks) count as no difference.</summary>
    public Tensor IsTiny(Tensor difference) => difference.abs().ge(Session.Threshold).logical_not();
}

/// <summary>What a node read and wrote at the references.</summary>
/// <param name="Inputs">Values read.</param>
/// <param name="Outputs">Values written.</param>
internal sealed record ReferenceCall(IReadOnlyList<Tensor?> Inputs, IReadOnlyList<Tensor> Outputs) : IDisposable
{
    public void Dispose()
    {
        foreach (var value in Inputs.Concat(Outputs))
            value?.Dispose();
    }
}
