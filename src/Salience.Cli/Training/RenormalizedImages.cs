using Salience.Evaluation.Datasets;
using Salience.Imaging;

namespace Salience.Cli.Training;

/// <summary>A data set whose pixels become inputs in another way than it says itself.</summary>
internal sealed class RenormalizedImages(ImageDataset source, Normalization normalization) : DerivedDataset(source)
{
    public override string Name => Source.Name;

    public override Normalization Normalization => normalization;
}
