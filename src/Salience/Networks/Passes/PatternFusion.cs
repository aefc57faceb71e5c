using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>Makes one node of every nonlinearity that a file spells out in many, so that it has one bias however it is written.</summary>
/// <remarks>
/// <c>y − J·z</c> depends on what enters and leaves a formula only. Three searches, from the most to the least known: functions of one
/// number (GELU, SiLU, softplus …), functions over axes (softmax, normalisations with their scale and shift, norms), and what is left of formulas without a
/// name. Recognition compares values, not spelling: operators only decide which part of the graph is looked at.
/// </remarks>
internal sealed class PatternFusion : IDisposable
{
    /// <summary>Elements of the largest value on which a formula over axes is tried out.</summary>
    private const long ProbeLimit = 1 << 22;

    private readonly NetworkRewrite _rewrite;
    private readonly double _tolerance;
    private NetworkTrace? _trace;
    private bool _traced;

    private PatternFusion(Network network, bool singlePrecision)
    {
        _rewrite = new NetworkRewrite(network);
        _tolerance = Identification.ToleranceFor(singlePrecision);
    }

    private NetworkTrace? Trace
    {
        get
        {
            if (!_traced)
                _trace = NetworkTrace.Of(_rewrite.Source);
            _traced = true;
            return _trace;
        }
    }

    /// <summary>The network with formulas fused; disposed by the caller like its source.</summary>
    /// <param name="network">The network.</param>
    /// <param name="singlePrecision">Whether its constants were stored in float32.</param>
    public static Network Apply(Network network, bool singlePrecision)
    {
        using var fusion = new PatternFusion(network, singlePrecision);
        fusion.NameScalarFunctions();
        fusion.NameAxisFunctions();
        fusion.FuseJoins();
        fusion.FuseChains();
        return fusion._rewrite.Build();
    }

    public void Dispose()
    {
        _rewrite.Dispose();
        _trace?.Dispose();
    }

    private void NameScalarFunctions() => new SegmentSearch(_rewrite).Run(
        (_, node) => FormulaOperators.Elementwise.Contains(node.Operator.Name),
        (graph, segment) => (segment.Nodes.Count > 1 || MayBeRelu(segment)) && Biased(graph, segment) > 0 && KeepsShape(segment)
            && segment.Constants.All(c => _rewrite.Parameters.TryGetValue(c, out var value) && value.numel() == 1),
        (_, segment) => TryIdentify(segment, ScalarFunctions.Identify));

    private void NameAxisFunctions() => new SegmentSearch(_rewrite).Run(
        (_, node) => IsFormula(node) || FormulaOperators.Normalizing.Contains(node.Operator.Name),
        (graph, segment) => segment.Nodes.Count > 1 && MayBeNamed(graph, segment),
        (_, segment) =>
        {
            if (Trace?.ShapeOf(segment.Entry) is not { } entry || Trace.ShapeOf(segment.Exit) is not { } exit || entry.Aggregate(1L, (n, s) => n * s) > ProbeLimit)
                return false;
            return TryIdentify(segment, (function, constants, tolerance) => AxisFunctions.Identify(function, entry, exit, constants, tolerance));
        });

    /// <summary>Joins of several paths that start from one value, smallest first: what they enclose is one formula.</summary>
    private void FuseJoins() => new SegmentSearch(_rewrite).Run(
        (graph, node) => IsFormula(node) && !AddsVector(graph, node),
        (graph, segment) => graph.Dependence.Read(segment.Last).Count() > 1 && segment.Entry == graph.Dependence.DominatorOf(segment.Exit)
            && Biased(graph, segment) > 1 && (!FormulaOperators.Joining.Contains(segment.Last.Operator.Name) || Primitives(graph, segment) > 0),
        Enclose, longestFirst: false);

    /// <summary>Several primitive nonlinearities in a row, such as a power, a mean and a root.</summary>
    private void FuseChains() => new SegmentSearch(_rewrite).Run(
        (graph, node) => IsFormula(node) && !AddsVector(graph, node) && (graph.Dependence.BiasOf(node) == BiasKind.None || MayStandInChain(node)),
        (graph, segment) => Primitives(graph, segment) > 1 && IsPrimitive(graph, segment.Nodes[0]) && IsPrimitive(graph, segment.Last),
        Enclose);

    /// <summary>A single softmax or normalisation among linear operators has its name already, unless a scale follows it.</summary>
    private static bool MayBeNamed(SegmentGraph graph, Segment segment)
    {
        var normalizes = segment.Nodes.Any(n => FormulaOperators.Normalizing.Contains(n.Operator.Name));
        if (!normalizes && !segment.Nodes.Any(n => FormulaOperators.Reducing.Contains(n.Operator.Name)))
            return false;
        return Biased(graph, segment) switch
        {
            0 => false,
            1 => segment.Nodes.Any(n => graph.Dependence.Read(n).Count() > 1) || normalizes && segment.Last.Operator is (Mul or Div),
            _ => true,
        };
    }

    private bool Enclose(SegmentGraph graph, Segment segment)
    {
        SegmentReplacement.ByRegion(_rewrite, segment, null, IsHomogeneous(segment) ? BiasKind.None : BiasKind.Implicit);
        return true;
    }

    private bool TryIdentify(Segment segment, Func<SegmentFunction, IReadOnlyList<Tensor>, double, Identification?> identify)
    {
        using var function = SegmentFunction.Of(segment, _rewrite.Parameters, TraceFor(segment));
        if (function is null)
            return false;
        var constants = segment.Constants.Where(_rewrite.Parameters.ContainsKey).Select(c => _rewrite.Parameters[c]).ToList();
        if (identify(function, constants, _tolerance) is not { } found || segment.Nodes.Count == 1 && found.Operator is not Relu)
            return false;
        SegmentReplacement.ByIdentified(_rewrite, segment, found);
        return true;
    }

    /// <summary>The trace, where the segment reads something that only a run can tell.</summary>
    private NetworkTrace? TraceFor(Segment segment) => segment.Constants.All(_rewrite.Parameters.ContainsKey) ? null : Trace;

    /// <summary>Whether <c>F(t·z) = t·F(z)</c>, in which case there is no bias at all.</summary>
    private bool IsHomogeneous(Segment segment)
    {
        if (Trace?.ShapeOf(segment.Entry) is not { } shape || shape.Aggregate(1L, (n, s) => n * s) > ProbeLimit)
            return false;
        using var function = SegmentFunction.Of(segment, _rewrite.Parameters, Trace);
        if (function is null)
            return false;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        // Positive values: powers of other numbers need not be real.
        var z = rand(shape, ScalarType.Float64, generator: generator) + 0.5;
        var y = function.At(z);
        return Identification.Agree(y * 3, function.At(z * 3), 1e-12) && Identification.Agree(y / 64, function.At(z / 64), 1e-12);
    }

    /// <summary>Relu is also written as one Max or Clip, which have a bias in general.</summary>
    private static bool MayBeRelu(Segment segment) => segment.Nodes is [{ Operator: Max or Clip }];

    /// <summary>Scalars keep a shape; a constant (1, 1, 1) could raise the rank.</summary>
    private bool KeepsShape(Segment segment) =>
        segment.Constants.All(c => _rewrite.Parameters.TryGetValue(c, out var value) && value.dim() <= 1)
        || Trace?.ShapeOf(segment.Entry) is { } entry && Trace.ShapeOf(segment.Exit) is { } exit && entry.AsSpan().SequenceEqual(exit);

    private static bool IsFormula(Node node) =>
        FormulaOperators.Elementwise.Contains(node.Operator.Name) || FormulaOperators.Reducing.Contains(node.Operator.Name)
        || FormulaOperators.Moving.Contains(node.Operator.Name) || node.Operator is FusedRegion;

    /// <summary>A vector that is added is a trained bias with a term of its own, not a part of a formula.</summary>
    private bool AddsVector(SegmentGraph graph, Node node) =>
        FormulaOperators.Joining.Contains(node.Operator.Name) && graph.Dependence.BiasOf(node) != BiasKind.None
        && node.Inputs.Any(i => _rewrite.Parameters.TryGetValue(i, out var value) && value.is_floating_point() && value.numel() > 1);

    private static bool MayStandInChain(Node node) =>
        FormulaOperators.Primitive.Contains(node.Operator.Name) || FormulaOperators.Joining.Contains(node.Operator.Name) || node.Operator.Name == "Clip";

    private static bool IsPrimitive(SegmentGraph graph, Node node) =>
        FormulaOperators.Primitive.Contains(node.Operator.Name) && graph.Dependence.BiasOf(node) != BiasKind.None;

    private static int Primitives(SegmentGraph graph, Segment segment) => segment.Nodes.Count(n => IsPrimitive(graph, n));

    private static int Biased(SegmentGraph graph, Segment segment) => segment.Nodes.Count(n => graph.Dependence.BiasOf(n) != BiasKind.None);
}
