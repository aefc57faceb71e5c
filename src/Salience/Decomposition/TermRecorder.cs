using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Keeps every bias term with its tensors.</summary>
/// <param name="place">Where on the picture a node's output belongs.</param>
internal sealed class TermRecorder(Func<string, Tensor, Placement> place) : IBiasTermSink
{
    private readonly List<(Node Node, Tensor Gradient, Tensor Bias, BiasKind Kind, Placement Placement)> _terms = [];

    public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind) =>
        // They belong to the scope of the pass until it is over, so that a pass that fails leaves none.
        _terms.Add((node, gradient.alias().MoveToOuterDisposeScope(), bias.alias().MoveToOuterDisposeScope(), kind, Place(node.Outputs[output], gradient)));

    public FullGradientResult Finish(FullGradientPass.Pass pass)
    {
        var batch = (int)pass.Input.shape[0];
        var absent = new double[batch];
        var terms = _terms.OrderBy(t => pass.Order[t.Node.Name])
            .Select(t => new BiasTermTensors(
                Describe(t.Node, t.Gradient, t.Bias, t.Kind, t.Placement, absent), t.Gradient.DetachFromDisposeScope(), t.Bias.DetachFromDisposeScope(), t.Placement))
            .ToList();
        var product = (pass.Input * pass.InputGradient).DetachFromDisposeScope();
        var records = terms.Select(t => t.Term).ToList();
        if (pass.TargetTerm() is { } own)
            records.Add(own);
        var completeness = new Completeness(pass, PerImage.Sum(product, batch), records, pass.AddTargetBias(absent));
        return new FullGradientResult(pass.InputGradient.alias().DetachFromDisposeScope(), product, terms, completeness);
    }

    /// <summary>A map of one cell says nothing about places.</summary>
    private Placement Place(string value, Tensor gradient) =>
        place(value, gradient) is var found && found is Placement.Nchw && gradient.shape[2] * gradient.shape[3] == 1 ? new Placement.Global() : found;

    private static BiasTerm Describe(Node node, Tensor gradient, Tensor bias, BiasKind kind, Placement placement, double[] absent)
    {
        using var scope = NewDisposeScope();
        var batch = absent.Length;
        var rows = placement.PerImage(gradient * bias, batch);
        var sums = PerImage.Sum(rows, batch);
        var shown = placement switch
        {
            Placement.Global => new double[batch],
            Placement.Grid grid => PerImage.Sum(rows.index_select(1, tensor(grid.Index)), batch),
            _ => sums,
        };
        for (var i = 0; i < batch; i++)
            absent[i] += sums[i] - shown[i];
        return new BiasTerm(node.Name, node.Operator.Name, kind, gradient.shape, sums, InPicture: placement is not Placement.Global);
    }
}
