using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Product of two activations, by elements, matrices or named axes: <c>Δ(ab) = ā·Δb + b̄·Δa</c> with the means of image and reference.</summary>
/// <remarks>Exact, and what integrated gradients and the Shapley value give for a product.</remarks>
internal sealed class ProductDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var (a, b) = (call.Active[0], call.Active[1]);
        Tensor Mean(int i) => (call.Inputs[i]!.detach() + call.Reference.Inputs[i]!) / 2;
        // What is neither factor is added: it is differentiated in the first product only.
        Tensor?[] first = [.. call.Inputs.Select((x, i) => i == b ? Mean(i) : x)];
        Tensor?[] second = [.. call.Inputs.Select((x, i) => i == b ? x : i == a ? Mean(i) : x?.detach())];
        return call.Forward(first) + call.Forward(second);
    }
}

/// <summary>Quotient <c>a/b</c> as the product of a and 1/b, of which <c>Δ(1/b) = −Δb/(b·b₀)</c>.</summary>
internal sealed class QuotientDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var (a, b) = (call.Inputs[0]!, call.Inputs[1]!);
        var (a0, b0) = (call.Reference.Inputs[0]!, call.Reference.Inputs[1]!);
        var slope = -1 / (b.detach() * b0);
        if (!a.requires_grad)
            return b * (a * slope);
        var mean = (a.detach() + a0) / 2;
        return a * ((1 / b.detach() + 1 / b0) / 2) + b * (mean * slope);
    }
}
