using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>An operator replaced by the mean of what it reads: same shapes, no weights, nothing but the dependence left.</summary>
/// <remarks>
/// Where none of what is read depends on the picture the operator itself runs, so that shapes and indices are as they were. Constants
/// count as zero: they have no share in the picture.
/// </remarks>
/// <param name="operation">The operator.</param>
/// <param name="images">N, which is never averaged over.</param>
internal sealed class AveragingOperator(Operator operation, long images) : Operator
{
    public override string Name => operation.Name;

    public override OperatorKind Kind => OperatorKind.Linear;

    public override Tensor[] Forward(IReadOnlyList<Tensor?> inputs)
    {
        var active = inputs.Select(x => x is { requires_grad: true }).ToList();
        if (!active.Contains(true) || operation.Kind == OperatorKind.NonDifferentiable)
            return operation.Forward(inputs);
        using var scope = NewDisposeScope();
        var outputs = SpatialAverages.Of(operation, inputs, active) ?? TokenAverages.Of(operation, inputs, active)
            ?? ElementAverages.Of(operation, inputs, active) ?? Everything(inputs, active);
        return [.. outputs.Select(y => y.MoveToOuterDisposeScope())];
    }

    /// <summary>An operator of which no more is known: every element of an image depends on all that was read of that image.</summary>
    private Tensor[] Everything(IReadOnlyList<Tensor?> inputs, List<bool> active)
    {
        Tensor[] outputs;
        using (no_grad())
            outputs = operation.Forward([.. inputs.Select(x => x?.detach())]);
        var means = inputs.Where((_, i) => active[i]).Select(x => PerImage(x!)).ToList();
        var mean = means.Aggregate((a, b) => a + b) / means.Count;
        return [.. outputs.Select(y => y.is_floating_point() ? Repeat(mean, y) : y)];
    }

    /// <summary>The mean of each image, <c>(N, 1)</c>.</summary>
    private Tensor PerImage(Tensor x) =>
        x.dim() > 0 && x.shape[0] % images == 0 ? x.reshape(images, -1).mean([1], keepdim: true) : x.mean().expand(images, 1);

    private Tensor Repeat(Tensor mean, Tensor y) => y.dim() > 0 && y.shape[0] % images == 0
        ? mean.expand(-1, y.numel() / images).reshape(y.shape)
        : mean.mean().expand(y.shape);
}
