using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>Labelled pictures of one size, read by index.</summary>
/// <remarks>Reading is safe from several threads and gives the same picture every time.</remarks>
public abstract class ImageDataset
{
    /// <summary>Name for records, such as <c>mnist/train</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Number of pictures.</summary>
    public abstract int Count { get; }

    /// <summary>Size of every picture.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>Names of the classes; a label is an index into them.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>How pixels become inputs of a network trained on this data, unless the caller chooses otherwise.</summary>
    public abstract Normalization Normalization { get; }

    /// <summary>The class of a picture.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <returns>An index into <see cref="Classes"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public abstract int LabelOf(int index);

    /// <summary>Reads the pixels of a picture.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="pixels">Where they go, one plane a channel, <c>(C, H, W)</c>, values 0 to 255; <see cref="ImageShape.Length"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is not as long as a picture.</exception>
    /// <exception cref="InvalidDataException">The picture cannot be read; the message names the file.</exception>
    public abstract void Read(int index, Span<byte> pixels);

    /// <summary>Checks an index, for derived classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    protected void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"The data set {Name} has no picture {index}; indices go from 0 to {Count - 1}.");
    }

    /// <summary>Checks the arguments of <see cref="Read"/>, for derived classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is not as long as a picture.</exception>
    protected void CheckRead(int index, ReadOnlySpan<byte> pixels)
    {
        CheckIndex(index);
        if (pixels.Length != Shape.Length)
            throw new ArgumentException($"A picture of {Name} has {Shape.Length} values {Shape}, got room for {pixels.Length}.", nameof(pixels));
    }
}
