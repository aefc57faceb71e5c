using Salience.Imaging;

namespace Salience.Evaluation.Datasets;

/// <summary>A data set whose pixels become inputs in another way than it says itself.</summary>
public sealed class RenormalizedImages : DerivedDataset
{
    /// <summary>Takes another normalisation.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="normalization">How pixels become inputs.</param>
    public RenormalizedImages(ImageDataset source, Normalization normalization)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        Normalization = normalization;
    }

    /// <inheritdoc/>
    public override string Name => Source.Name;

    /// <inheritdoc/>
    public override Normalization Normalization { get; }
}
