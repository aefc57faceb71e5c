using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Reads off places how a value is to be drawn. Values of one layout share one index.</summary>
/// <param name="images">N, images in the value.</param>
internal sealed class SpatialLayoutReading(long images) : IDisposable
{
    private readonly List<(Placement.Global Rows, long[] Shape, Tensor Cells, Placement Placement)> _known = [];

    /// <summary>The placement of a value with these places.</summary>
    public Placement Read(SpatialLayoutPlaces places)
    {
        using var scope = NewDisposeScope();
        if (FindRows(places.Sample) is not { } global)
            return new Placement.Global();
        var shape = places.Cell.shape;
        if (global.SampleAxis == 0 && shape.Length == 4 && shape[2] == places.Height && shape[3] == places.Width && shape[0] == images && places.ShowsPicture())
            return new Placement.Nchw();
        if (places.Height * places.Width == 1)
            return global;
        var once = SpatialLayoutPlaces.Once(places.Cell);
        foreach (var known in _known.Where(k => k.Rows == global && k.Shape.SequenceEqual(shape) && k.Cells.shape.SequenceEqual(once.shape)))
        {
            if ((known.Cells == once).all().ToBoolean())
                return known.Placement;
        }

        var placement = Find(global, places);
        _known.Add((global, shape, once.clone().DetachFromDisposeScope(), placement));
        return placement;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, cells, _) in _known)
            cells.Dispose();
    }

    private Placement Find(Placement.Global global, SpatialLayoutPlaces places)
    {
        // Layouts that differ between images (chosen tokens) cannot be drawn with one index.
        var rows = global.PerImage(places.Cell, images);
        var cells = rows.select(0, 0);
        return images > 1 && !(rows == cells).all().ToBoolean() ? global : Grid(global, cells, places) ?? global;
    }

    private static Placement? Grid(Placement.Global rows, Tensor cells, SpatialLayoutPlaces places)
    {
        var count = places.Height * places.Width;
        var order = cells.sort(-1, descending: false, stable: true).Indices;
        var absent = (cells == 0).sum().ToInt64();
        var placed = cells.numel() - absent;
        if (placed == 0 || placed % count != 0)
            return null;

        // (cell, channel) → (channel, cell); each cell must have as many elements as the others.
        var index = order.narrow(0, absent, placed).view(count, placed / count).t();
        var expected = arange(1, count + 1, ScalarType.Float64);
        if (!(cells.index_select(0, index.reshape(-1)).view(-1, count) == expected).all().ToBoolean())
            return null;
        var flat = index.contiguous().view(-1).data<long>().ToArray();
        return new Placement.Grid(rows.SampleAxis, rows.Blocks, flat, (int)(placed / count), (int)places.Height, (int)places.Width);
    }

    /// <summary>The first axis along which the images follow one another, each with the same number of entries, once or again and again.</summary>
    private Placement.Global? FindRows(Tensor repeated)
    {
        if (images == 1 && repeated.dim() > 0)
            return new Placement.Global();
        var (sample, shape) = (SpatialLayoutPlaces.Once(repeated), repeated.shape);
        for (var axis = 0; axis < sample.dim(); axis++)
        {
            var size = shape[axis];
            if (size % images != 0 || size == 0)
                continue;
            var entries = size / images;
            var blocks = images == 1 ? [1] : Enumerable.Range(1, (int)entries).Where(b => entries % b == 0);
            foreach (var count in blocks)
            {
                if (Follows(sample, axis, size, entries / count))
                    return new Placement.Global(axis, count);
            }
        }

        return null;
    }

    /// <summary>Whether along the axis every image has so many entries at a time.</summary>
    private bool Follows(Tensor sample, int axis, long size, long entries)
    {
        var expected = arange(size, ScalarType.Float64).div(entries, RoundingMode.floor).remainder(images) + 1;
        var along = expected.view([size, .. Enumerable.Repeat(1L, (int)sample.dim() - 1 - axis)]);
        return (sample == along).logical_or(sample == 0).all().ToBoolean();
    }
}
