using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>How operators pass places on from what they read to what they write.</summary>
internal static class SpatialLayoutRules
{
    private static readonly HashSet<string> Spatial =
        ["Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "Resize", "Upsample"];

    /// <summary>Whether an operator slides over, shrinks or enlarges a picture <c>(N, C, H, W)</c>.</summary>
    public static bool IsSpatial(Operator operation) => Spatial.Contains(operation.Name);

    /// <summary>Positions of the inputs whose elements an operator moves or copies, and nothing else; empty for other operators.</summary>
    public static IReadOnlyList<int> MovedInputs(Operator operation, int inputs) => operation switch
    {
        Concat => Enumerable.Range(0, inputs).ToList(),
        StructuralOperator or Split => [0],
        ScatterOperator => [0, 2],
        _ => operation.Name switch
        {
            "Where" => [1, 2],
            "Pad" or "CenterCropPad" => [0],
            _ => [],
        },
    };

    /// <summary>The places of every output.</summary>
    /// <param name="operation">What was computed.</param>
    /// <param name="inputs">What it read.</param>
    /// <param name="places">The places of the inputs; <see langword="null"/> for constants and absent inputs.</param>
    /// <param name="outputs">What it wrote.</param>
    /// <param name="images">N.</param>
    public static SpatialLayoutPlaces[] Apply(
        Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<SpatialLayoutPlaces?> places, IReadOnlyList<Tensor> outputs, long images)
    {
        if (MovedInputs(operation, inputs.Count) is { Count: > 0 } moved)
            return Move(operation, moved, inputs, places, outputs);
        return outputs.Select(y => ApplyTo(operation, inputs, places, y.shape, images)).ToArray();
    }

    private static SpatialLayoutPlaces ApplyTo(
        Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<SpatialLayoutPlaces?> places, long[] shape, long images) => operation switch
        {
            MatMul when inputs.Take(2).All(x => x!.dim() >= 2) => Product(places[0], places[1], shape),
            Gemm g => Product(Turn(places[0], g.TransposeA), Turn(places[1], g.TransposeB), shape),
            Einsum e => Einstein(e.Equation, places, shape, images),
            Reduction r when places[0] is { } x => Reduce(r, x, inputs, shape),
            { Name: "Attention" } when places[0] is { } query => Rows(query, shape, images),
            _ when IsSpatial(operation) && places[0] is { } x => Slide(operation, x, inputs, shape, images),
            _ => Elementwise(places, shape, images),
        };

    /// <summary>Applies the operator to the places themselves; constants are nowhere.</summary>
    private static SpatialLayoutPlaces[] Move(
        Operator operation, IReadOnlyList<int> moved, IReadOnlyList<Tensor?> inputs, IReadOnlyList<SpatialLayoutPlaces?> places, IReadOnlyList<Tensor> outputs)
    {
        var grid = moved.Select(i => i < places.Count ? places[i] : null).OfType<SpatialLayoutPlaces>().MaxBy(p => p.Height * p.Width)!;
        var samples = Through(operation, Arguments(p => p.Sample), outputs);
        var cells = Through(operation, Arguments(p => p.Height == grid.Height && p.Width == grid.Width ? p.Cell : zeros(1, ScalarType.Float64).expand(p.Cell.shape)), outputs);
        return outputs.Select((_, i) => grid with { Sample = samples[i], Cell = cells[i] }).ToArray();

        // The third input of Pad is its fill, which is nowhere.
        Tensor?[] Arguments(Func<SpatialLayoutPlaces, Tensor> part) => inputs.Select((x, i) =>
            operation.Name == "Pad" && i == 2 || x is null ? null
                : !moved.Contains(i) ? x
                : places[i] is { } p ? part(p) : zeros(1, ScalarType.Float64).expand(x.shape)).ToArray();
    }

    /// <summary>Runs the operator on places. A last axis along which all repeat (the features of a token) is left out where the operator keeps it.</summary>
    private static Tensor[] Through(Operator operation, Tensor?[] arguments, IReadOnlyList<Tensor> outputs)
    {
        var shape = outputs[0].shape;
        if (shape.Length == 0 || operation is not (Reshape or Concat))
            return operation.Forward(arguments);
        var values = operation is Reshape ? arguments.Take(1) : arguments;
        if (!values.All(a => a!.dim() > 0 && a.shape[^1] == shape[^1] && a.stride()[^1] == 0))
            return operation.Forward(arguments);
        var once = values.Select(a => a!.narrow(-1, 0, 1)).ToArray();
        return [(operation is Reshape ? once[0].reshape([.. shape[..^1], 1]) : operation.Forward(once)[0]).expand(shape)];
    }

    /// <summary>A product row by row and column by column: the rows of the left operand count (in attention the queries), else the columns of the right.</summary>
    private static SpatialLayoutPlaces Product(SpatialLayoutPlaces? left, SpatialLayoutPlaces? right, long[] shape)
    {
        var rows = left?.Reduce(-1);
        var columns = right?.Reduce(-2);
        return (rows is null ? columns! : columns is null ? rows : rows.Or(columns)).Expand(shape);
    }

    private static SpatialLayoutPlaces? Turn(SpatialLayoutPlaces? places, bool transpose) => transpose ? places?.Map(t => t.t()) : places;

    private static SpatialLayoutPlaces Reduce(Reduction reduction, SpatialLayoutPlaces x, IReadOnlyList<Tensor?> inputs, long[] shape)
    {
        var axes = reduction.AxesOf(inputs);
        return axes.Length == 0 ? x : x.Reduce(axes).Map(t => t.reshape(shape));
    }

    /// <summary>A sum of products over named axes, as <see cref="Product"/>: the first operand counts, then the others.</summary>
    private static SpatialLayoutPlaces Einstein(string equation, IReadOnlyList<SpatialLayoutPlaces?> places, long[] shape, long images)
    {
        var (left, arrow) = (equation.Split("->")[0].Split(','), equation.Split("->") is [_, var output] ? output : null);
        if (arrow is null || equation.Contains('.') || left.Any(o => o.Distinct().Count() < o.Length))
            return SpatialLayoutPlaces.Nowhere(shape, images);
        var named = left.Zip(places).Where(p => p.Second is not null).Select(p => Arrange(p.First, p.Second!)).ToList();
        return named.Aggregate((a, b) => a.Or(b)).Expand(shape);

        SpatialLayoutPlaces Arrange(string axes, SpatialLayoutPlaces operand)
        {
            var summed = axes.Where(a => !arrow.Contains(a)).ToList();
            if (summed.Count > 0)
                operand = operand.Reduce(summed.Select(a => (long)axes.IndexOf(a)).ToArray());
            var order = arrow.Where(axes.Contains).Concat(summed).Select(a => (long)axes.IndexOf(a)).ToArray();
            var sizes = arrow.Select(a => axes.IndexOf(a) is >= 0 and var i ? operand.Cell.shape[i] : 1).ToArray();
            return operand.Map(t => t.permute(order).reshape(sizes));
        }
    }

    /// <summary>Every row of the output belongs to the query in that row.</summary>
    private static SpatialLayoutPlaces Rows(SpatialLayoutPlaces query, long[] shape, long images)
    {
        var rows = query.Reduce(-1);
        return rows.BroadcastsTo(shape) ? rows.Expand(shape) : SpatialLayoutPlaces.Nowhere(shape, images);
    }

    /// <summary>What slides over a whole picture writes a picture with a grid of its own; a kernel of one element leaves every place where it is.</summary>
    private static SpatialLayoutPlaces Slide(Operator operation, SpatialLayoutPlaces x, IReadOnlyList<Tensor?> inputs, long[] shape, long images)
    {
        var point = x.Reduce(1);
        if (shape.Length == 4 && point.ShowsPicture())
            return SpatialLayoutPlaces.Picture(shape, 2, 3) with { Sample = Entries(point.Sample).expand(shape) };
        var single = operation is Conv && inputs[1]!.shape.Skip(2).All(k => k == 1);
        if (single && point.BroadcastsTo(shape))
            return point.Expand(shape);
        return SpatialLayoutPlaces.Nowhere(shape, images);
    }

    /// <summary>Functions of elements that stand at the same position, normalisations among them.</summary>
    private static SpatialLayoutPlaces Elementwise(IReadOnlyList<SpatialLayoutPlaces?> places, long[] shape, long images)
    {
        var fitting = places.OfType<SpatialLayoutPlaces>().Where(p => p.BroadcastsTo(shape)).ToList();
        if (fitting.Count > 0)
            return fitting.Select(p => p.Expand(shape)).Aggregate((a, b) => a.Or(b));

        // Statistics beside a normalised value: sizes of 1 where it was reduced.
        if (places.OfType<SpatialLayoutPlaces>().FirstOrDefault() is { } x && x.Cell.dim() == shape.Length
            && Enumerable.Range(0, shape.Length).All(i => shape[i] == x.Cell.shape[i] || shape[i] == 1))
        {
            return x.Reduce(Enumerable.Range(0, shape.Length).Where(i => shape[i] != x.Cell.shape[i]).Select(i => (long)i).ToArray());
        }

        return SpatialLayoutPlaces.Nowhere(shape, images);
    }

    /// <summary>The image of every entry along axis 0 of a sample tensor <c>(N, 1, H, W)</c>.</summary>
    private static Tensor Entries(Tensor sample) => sample.amax([1, 2, 3], true);
}
