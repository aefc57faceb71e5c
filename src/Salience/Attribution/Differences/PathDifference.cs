using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>Any differentiable operator: its Jacobian averaged on the straight way from the reference's inputs to the image's (Aumann–Shapley).</summary>
/// <remarks>
/// <c>J̄ = ∫₀¹ J(x₀ + tΔx) dt</c> by Gauss–Legendre quadrature, which gives <c>J̄·Δx = Δy</c> but for the quadrature's error; what is missing is
/// added as the smallest change of J̄ that makes it exact, <c>(Δy − J̄Δx)·Δxᵀ/|Δx|²</c> (Broyden 1965), for each group of elements that belong together.
/// </remarks>
internal sealed class PathDifference : DifferenceRule
{
    public override Tensor Trace(DifferenceCall call)
    {
        var path = new OperatorPath(call);
        call.Session.Own(path);
        object[] arguments = [.. call.Active.Select(i => call.Inputs[i]!), path];
        return PathFunction.apply(arguments);
    }
}
