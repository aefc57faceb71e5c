using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>Where each element of a value comes from: its image, and its cell on a grid laid over the picture.</summary>
/// <remarks>
/// Both tensors are shaped like the value and count from 1; 0 stands for elements of no image (constants) and of no place (class
/// token, pooled and fully-connected values). Operators that fill with zeros so fill with "nowhere".
/// </remarks>
/// <param name="Sample">Number of the image, from 1.</param>
/// <param name="Cell">Row-major number of the cell, from 1.</param>
/// <param name="Height">Rows of the grid.</param>
/// <param name="Width">Columns of the grid.</param>
internal sealed record SpatialLayoutPlaces(Tensor Sample, Tensor Cell, long Height, long Width)
{
    /// <summary>A picture whose rows and columns are two axes of the value; the images are counted along axis 0.</summary>
    public static SpatialLayoutPlaces Picture(long[] shape, int rowAxis, int columnAxis)
    {
        var (h, w) = (shape[rowAxis], shape[columnAxis]);
        var cell = Along(shape, rowAxis, arange(h, ScalarType.Float64) * w) + Along(shape, columnAxis, arange(1, w + 1, ScalarType.Float64));
        return new SpatialLayoutPlaces(Images(shape, shape[0]), cell.expand(shape), h, w);
    }

    /// <summary>A value without places, its images counted along axis 0 (each image owning the same number of entries there).</summary>
    public static SpatialLayoutPlaces Nowhere(long[] shape, long images)
    {
        var counted = shape.Length > 0 && images > 0 && shape[0] % images == 0;
        return new SpatialLayoutPlaces(counted ? Images(shape, images) : zeros(shape, ScalarType.Float64), zeros(1, ScalarType.Float64).expand(shape), 1, 1);
    }

    /// <summary>The same places seen through an operation on both tensors.</summary>
    public SpatialLayoutPlaces Map(Func<Tensor, Tensor> operation) => this with { Sample = operation(Sample), Cell = operation(Cell) };

    /// <summary>The places repeated over a shape.</summary>
    public SpatialLayoutPlaces Expand(params long[] shape) => Map(t => t.expand(shape));

    /// <summary>Whether the places can be repeated to fill a shape.</summary>
    public bool BroadcastsTo(long[] shape)
    {
        var own = Cell.shape;
        return own.Length <= shape.Length && Enumerable.Range(1, own.Length).All(i => own[^i] == shape[^i] || own[^i] == 1);
    }

    /// <summary>The place of a function of two elements: that of the first, or of the second where the first has none; the finer grid counts.</summary>
    public SpatialLayoutPlaces Or(SpatialLayoutPlaces other)
    {
        var shape = broadcast_shapes(Cell.shape, other.Cell.shape);
        var sample = Either(Sample, other.Sample).expand(shape);
        if (Height == other.Height && Width == other.Width)
            return this with { Sample = sample, Cell = Either(Cell, other.Cell).expand(shape) };
        var finer = Height * Width >= other.Height * other.Width ? this : other;
        return finer with { Sample = sample, Cell = finer.Cell.expand(shape) };
    }

    /// <summary>The place of a function of all elements along some axes, which stay with size 1.</summary>
    /// <remarks>
    /// Elements of one cell keep it. Where all groups of elements fill aligned blocks of one size, the blocks are the cells of a
    /// coarser grid: this is how a patch embedding written as Reshape and MatMul, or a patch merging, passes from pixels to patches.
    /// Elements from all over the picture have no place together.
    /// </remarks>
    public SpatialLayoutPlaces Reduce(params long[] axes)
    {
        var shape = Cell.shape;
        foreach (var axis in axes)
            shape[axis < 0 ? shape.Length + axis : axis] = 1;
        var (samples, cells) = (Once(Sample), Once(Cell));
        var sample = Common(samples.where(samples > 0, double.PositiveInfinity).amin(axes, true), samples.amax(axes, true));
        var (low, high) = (cells.amin(axes, true), cells.amax(axes, true));
        if ((low == high).all().ToBoolean())
            return (this with { Sample = sample, Cell = low }).Expand(shape);
        var reduced = Blocks(cells, axes, low > 0) is var (cell, height, width)
            ? new SpatialLayoutPlaces(sample, cell, height, width)
            : this with { Sample = sample, Cell = Common(low, high) };
        return reduced.Expand(shape);
    }

    /// <summary>Whether the value, <c>(N, C, H, W)</c>, shows the whole picture: place and position of an element agree, on this or a coarser grid.</summary>
    public bool ShowsPicture()
    {
        var shape = Cell.shape;
        if (shape.Length != 4 || shape[2] % Height != 0 || shape[3] % Width != 0)
            return false;
        var row = arange(shape[2], ScalarType.Float64).div(shape[2] / Height, RoundingMode.floor) * Width;
        var column = arange(shape[3], ScalarType.Float64).div(shape[3] / Width, RoundingMode.floor) + 1;
        return (Once(Cell) == row.view(-1, 1) + column).all().ToBoolean();
    }

    /// <summary>A tensor without its repetitions: axes along which it was expanded have size 1. What it costs to look at it no longer grows with them.</summary>
    public static Tensor Once(Tensor tensor)
    {
        var strides = tensor.stride();
        for (var axis = 0; axis < strides.Length; axis++)
        {
            if (strides[axis] == 0 && tensor.shape[axis] > 1)
                tensor = tensor.narrow(axis, 0, 1);
        }

        return tensor;
    }

    private static Tensor Either(Tensor first, Tensor second)
    {
        var once = Once(first);
        return once.where(once > 0, Once(second));
    }

    private (Tensor Cell, long Height, long Width)? Blocks(Tensor cells, long[] axes, Tensor placed)
    {
        if (!placed.any().ToBoolean())
            return null;
        var row = (cells - 1).div(Width, RoundingMode.floor);
        if (Block(row, axes, placed, Height) is not var (tops, rows) || Block(cells - 1 - row * Width, axes, placed, Width) is not var (lefts, columns))
            return null;
        var (height, width) = (Height / rows, Width / columns);
        return height * width == 1 ? null : ((tops * width + lefts + 1) * placed, height, width);
    }

    /// <summary>Number of the block of each group along one direction, and the size of the blocks, if it is the same for all and they are aligned.</summary>
    private static (Tensor Block, long Size)? Block(Tensor position, long[] axes, Tensor placed, long length)
    {
        var first = position.amin(axes, true);
        var sizes = (position.amax(axes, true) - first + 1).masked_select(placed);
        var size = (long)sizes.amax().ToDouble();
        if (sizes.amin().ToDouble() < size || length % size != 0 || (first.masked_select(placed).remainder(size) != 0).any().ToBoolean())
            return null;
        return (first.div(size, RoundingMode.floor), size);
    }

    /// <summary>The common value of groups whose extremes agree; 0 for the others.</summary>
    private static Tensor Common(Tensor low, Tensor high) => high * (low == high);

    private static Tensor Images(long[] shape, long images) =>
        Along(shape, 0, arange(shape[0], ScalarType.Float64).div(shape[0] / images, RoundingMode.floor) + 1).expand(shape);

    private static Tensor Along(long[] shape, int axis, Tensor values) => values.view(shape.Select((_, i) => i == axis ? shape[axis] : 1).ToArray());
}
