using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>A module to be explained.</summary>
internal sealed class ModuleModel(nn.Module<Tensor, Tensor> module, ModuleTree tree) : ExplainedModel
{
    public override ScalarType ComputeType =>
        module.parameters().Select(p => p.dtype).Where(t => t is ScalarType.Float32 or ScalarType.Float64).DefaultIfEmpty(ScalarType.Float32).First();

    /// <summary>Residuals above these come from missing terms, not from rounding.</summary>
    public static double Tolerance(ScalarType type) => type == ScalarType.Float64 ? 1e-10 : 1e-4;

    public override GradientTape Record(Tensor images, FullGradientSettings settings, CancellationToken cancellation, Func<string, Tensor, bool>? watch = null)
    {
        if (settings.OtherInputs is { Count: > 0 } others)
            throw new ArgumentException($"A module reads one input only; '{others.Keys.First()}' has no place to go.", nameof(settings));
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        using var state = ModuleState.Freeze(module);
        var tape = new GradientTape(GradientTape.Leaf(images, ComputeType), cancellation);
        try
        {
            using var recorder = new ModuleRecorder(tree, tape, settings.MergeBatchNorm);
            tape.Finish(module.call(tape.Input.clone()), module.GetName());
            return tape;
        }
        catch
        {
            tape.Dispose();
            throw;
        }
    }

    public override void Review(Tensor images, Completeness completeness, CancellationToken cancellation)
    {
        var worst = Enumerable.Range(0, completeness.Outputs.Count).Max(completeness.Residual);
        if (completeness.Remarks.Count == 0 && worst > Tolerance(ComputeType))
            completeness.Remarks = new ResidualSearch(module, tree, ComputeType).Describe(images, worst, cancellation);
    }
}
