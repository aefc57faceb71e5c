using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Reads off places how a value is to be drawn. Values of one layout share one index.</summary>
/// <param name="images">N, images in the value.</param>
internal sealed class SpatialLayoutReading(long images) : IDisposable
{
    private readonly List<(int SampleAxis, Tensor Cells, Placement Placement)> _known = [];

    /// <summary>The placement of a value with these places.</summary>
    public Placement Read(SpatialLayoutPlaces places)
    {
        using var scope = NewDisposeScope();
        if (FindSampleAxis(places.Sample) is not { } axis)
            return new Placement.Global();
        var shape = places.Cell.shape;
        if (axis == 0 && shape.Length == 4 && shape[2] == places.Height && shape[3] == places.Width && shape[0] == images && places.ShowsPicture())
            return new Placement.Nchw();
        if (places.Height * places.Width == 1)
            return new Placement.Global(axis);
        var rows = new Placement.Global(axis).PerImage(places.Cell, images);
        var cells = rows.select(0, 0);
        foreach (var known in _known.Where(k => k.SampleAxis == axis && k.Cells.numel() == cells.numel()))
        {
            if ((known.Cells == rows).all().ToBoolean())
                return known.Placement;
        }

        // Layouts that differ between images (chosen tokens) cannot be drawn with one index.
        if (!(rows == cells).all().ToBoolean() || Grid(axis, cells, places) is not { } placement)
            return new Placement.Global(axis);
        _known.Add((axis, cells.clone().DetachFromDisposeScope(), placement));
        return placement;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, cells, _) in _known)
            cells.Dispose();
    }

    private static Placement? Grid(int axis, Tensor cells, SpatialLayoutPlaces places)
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
        return new Placement.Grid(axis, flat, (int)(placed / count), (int)places.Height, (int)places.Width);
    }

    /// <summary>The first axis along which the images follow one another, every one with the same number of entries.</summary>
    private int? FindSampleAxis(Tensor sample)
    {
        for (var axis = 0; axis < sample.dim(); axis++)
        {
            var size = sample.shape[axis];
            if (size % images != 0 || size == 0)
                continue;
            var expected = arange(size, ScalarType.Float64).div(size / images, RoundingMode.floor) + 1;
            var along = expected.view([size, .. Enumerable.Repeat(1L, (int)sample.dim() - 1 - axis)]);
            if ((sample == along).logical_or(sample == 0).all().ToBoolean())
                return axis;
        }

        return null;
    }
}
