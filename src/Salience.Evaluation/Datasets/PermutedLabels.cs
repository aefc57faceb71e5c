using System.Globalization;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Datasets;

/// <summary>A data set whose labels are exchanged among its pictures at random: each class keeps its size, and pictures say nothing about labels.</summary>
/// <remarks>For the data randomisation test of Adebayo et al. 2018, <i>Sanity checks for saliency maps</i>.</remarks>
public sealed class PermutedLabels : DerivedDataset
{
    private readonly int[] _order;

    /// <summary>Exchanges the labels.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="seed">Which exchange.</param>
    public PermutedLabels(ImageDataset source, long seed)
        : base(source)
    {
        _order = new RandomStream(seed).Permutation(source.Count);
        Name = string.Create(CultureInfo.InvariantCulture, $"{source.Name}[labels permuted by seed {seed}]");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return Source.LabelOf(_order[index]);
    }
}
