using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>A formula that a file spells out in several operators, as one operator: it has one bias, <c>y − J·z</c>, between entry and exit.</summary>
/// <remarks>Inputs: the value that enters, then the constants that the inner nodes read. The bias does not depend on how the formula is spelled.</remarks>
internal sealed class FusedRegion : SingleOutputOperator
{
    private readonly Segment _segment;
    private readonly BiasKind _bias;

    /// <summary>Makes the operator.</summary>
    /// <param name="segment">The inner nodes; inputs are its entry and its constants, in that order.</param>
    /// <param name="name">Name of the formula, or <see langword="null"/> for the names of its operators.</param>
    /// <param name="bias">What its bias is made of; <see cref="BiasKind.None"/> for a homogeneous formula.</param>
    public FusedRegion(Segment segment, string? name, BiasKind bias)
    {
        _segment = segment;
        _bias = bias;
        Name = name ?? string.Join('+', segment.Nodes.Select(n => n.Operator.Name));
    }

    public override string Name { get; }

    public override OperatorKind Kind => _bias == BiasKind.None ? OperatorKind.Homogeneous : OperatorKind.Nonlinear;

    /// <summary>The formula.</summary>
    public Segment Segment => _segment;

    public override BiasKind BiasOf(IReadOnlyList<bool> active) => _bias;

    public override Operator WithComputeType(ScalarType type) =>
        new FusedRegion(_segment with { Nodes = InnerNodes.WithComputeType(_segment.Nodes, type) }, Name, _bias);

    protected override Tensor Compute(IReadOnlyList<Tensor?> inputs)
    {
        using var scope = NewDisposeScope();
        var values = new Dictionary<string, Tensor> { [_segment.Entry] = inputs[0]! };
        for (var i = 0; i < _segment.Constants.Count; i++)
            values.Add(_segment.Constants[i], inputs[i + 1]!);
        InnerNodes.Run(_segment.Nodes, values);
        return values[_segment.Exit].MoveToOuterDisposeScope();
    }
}
