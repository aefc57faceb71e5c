using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>A data set made of another: what is not overridden is the other's.</summary>
public abstract class DerivedDataset : ImageDataset
{
    /// <summary>Begins with everything as it is in the other.</summary>
    protected DerivedDataset(ImageDataset source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>The data set this one is made of.</summary>
    public ImageDataset Source { get; }

    /// <inheritdoc/>
    public override int Count => Source.Count;

    /// <inheritdoc/>
    public override ImageShape Shape => Source.Shape;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => Source.Classes;

    /// <inheritdoc/>
    public override Normalization Normalization => Source.Normalization;

    /// <inheritdoc/>
    public override int LabelOf(int index) => Source.LabelOf(index);

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => Source.Read(index, pixels);
}
