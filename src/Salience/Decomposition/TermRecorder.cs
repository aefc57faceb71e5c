using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Keeps every bias term with its tensors.</summary>
internal sealed class TermRecorder : IBiasTermSink
{
    private readonly List<(Node Node, Tensor Gradient, Tensor Bias, BiasKind Kind)> _terms = [];

    public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind) =>
        _terms.Add((node, gradient.alias().DetachFromDisposeScope(), bias.alias().DetachFromDisposeScope(), kind));

    public FullGradientResult Finish(FullGradientPass.Pass pass)
    {
        var batch = (int)pass.Input.shape[0];
        var terms = _terms.OrderBy(t => pass.Order[t.Node.Name])
            .Select(t => new BiasTermTensors(Describe(t.Node, t.Gradient, t.Bias, t.Kind, batch), t.Gradient, t.Bias)).ToList();
        var product = (pass.Input * pass.InputGradient).DetachFromDisposeScope();
        var records = terms.Select(t => t.Term).ToList();
        if (pass.TargetBias is { } bias)
            records.Add(new BiasTerm(pass.Scores.Name!, "Target", BiasKind.Implicit, [batch], bias, InPicture: false));
        var completeness = new Completeness(pass, PerImage.Sum(product, batch), records, new double[batch]);
        return new FullGradientResult(pass.InputGradient.alias().DetachFromDisposeScope(), product, terms, completeness);
    }

    private static BiasTerm Describe(Node node, Tensor gradient, Tensor bias, BiasKind kind, int batch)
    {
        using var scope = NewDisposeScope();
        return new BiasTerm(node.Name, node.Operator.Name, kind, gradient.shape, PerImage.Sum(gradient * bias, batch), InPicture: true);
    }
}
