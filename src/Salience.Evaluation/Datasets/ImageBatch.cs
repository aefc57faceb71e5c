using System.Runtime.InteropServices;
using Salience.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Datasets;

/// <summary>Some pictures of a data set with their labels: 8-bit pixels <c>(N, C, H, W)</c> in managed memory.</summary>
public sealed class ImageBatch
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly int[] _indices;

    private ImageBatch(ImageShape shape, int[] indices)
    {
        Shape = shape;
        _indices = indices;
        _labels = new int[indices.Length];
        _pixels = new byte[checked(indices.Length * shape.Length)];
    }

    /// <summary>N, how many pictures.</summary>
    public int Count => _indices.Length;

    /// <summary>The size of each, <c>(C, H, W)</c>.</summary>
    public ImageShape Shape { get; }

    /// <summary>All pixels, row-major <c>(N, C, H, W)</c>. They are this batch's own: whoever holds it may change them.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The index of each picture in its data set.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>Reads pictures of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="indices">Which pictures, in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is not in the data set.</exception>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static ImageBatch Read(ImageDataset dataset, ReadOnlySpan<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var batch = new ImageBatch(dataset.Shape, indices.ToArray());
        for (var i = 0; i < batch.Count; i++)
        {
            batch._labels[i] = dataset.LabelOf(indices[i]);
            dataset.Read(indices[i], batch.Image(i));
        }

        return batch;
    }

    /// <summary>The pixels of one picture, <c>(C, H, W)</c>.</summary>
    /// <param name="position">From 0 to <see cref="Count"/> − 1.</param>
    public Span<byte> Image(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Count, nameof(position));
        return _pixels.AsSpan(position * Shape.Length, Shape.Length);
    }

    /// <summary>The pictures as a network's input, <c>(pixel / Divisor − Mean) / Std</c> in float32, as <see cref="Preprocessing"/> computes it.</summary>
    /// <param name="normalization">For instance the data set's own.</param>
    /// <returns>Fresh, <c>(N, C, H, W)</c>, float32, on the CPU; disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The normalisation is for another number of channels.</exception>
    public Tensor ToTensor(Normalization normalization)
    {
        var planes = new PlaneNormalizer(normalization, Shape.Channels);
        var tensor = empty([Count, Shape.Channels, Shape.Height, Shape.Width], ScalarType.Float32);
        if (Count > 0)
            planes.Apply(_pixels, MemoryMarshal.Cast<byte, float>(tensor.bytes), Shape);
        return tensor;
    }

    /// <summary>The labels as class indices for a loss function.</summary>
    /// <returns>Fresh, <c>(N)</c>, int64, on the CPU; disposed by the caller.</returns>
    public Tensor LabelTensor()
    {
        var labels = new long[Count];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = _labels[i];
        return tensor(labels);
    }
}
