using System.Globalization;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Datasets;

/// <summary>Some pictures of a data set, in a given order.</summary>
public sealed class Subset : DerivedDataset
{
    private readonly int[] _indices;

    /// <summary>Chooses pictures.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="indices">Which of its pictures, in this order.</param>
    /// <param name="name">Name for records.</param>
    /// <exception cref="ArgumentException">An index is not in the data set.</exception>
    public Subset(ImageDataset source, ReadOnlySpan<int> indices, string name)
        : base(source)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)source.Count)
                throw new ArgumentException($"The data set {source.Name} has no picture {index}; indices go from 0 to {source.Count - 1}.", nameof(indices));
        }

        _indices = indices.ToArray();
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => _indices.Length;

    /// <summary>The first pictures of a data set.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="count">How many; all of them where it has fewer.</param>
    public static Subset First(ImageDataset source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var kept = Math.Min(count, source.Count);
        return new Subset(source, [.. Enumerable.Range(0, kept)], $"{source.Name}[first {kept}]");
    }

    /// <summary>Divides a data set in two at random, in each class by the same share: for instance into training and validation pictures.</summary>
    /// <remarks>Of the n pictures of a class, <c>round(share · n)</c> (halves to even) go to the first part. Both keep the order of the data set.</remarks>
    /// <param name="source">The data set.</param>
    /// <param name="share">The first part's share, from 0 to 1.</param>
    /// <param name="seed">Which pictures.</param>
    public static (Subset Part, Subset Others) Divide(ImageDataset source, double share, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), $"A share of {share} is not possible; give 0 to 1.");
        var isFirst = new bool[source.Count];
        foreach (var members in Enumerable.Range(0, source.Count).GroupBy(source.LabelOf))
        {
            int[] all = [.. members];
            var order = new RandomStream(seed, members.Key).Permutation(all.Length);
            foreach (var chosen in order.Take((int)Math.Round(share * all.Length)))
                isFirst[all[chosen]] = true;
        }

        return (Half(true), Half(false));

        Subset Half(bool first) => new(source, [.. Enumerable.Range(0, isFirst.Length).Where(i => isFirst[i] == first)], string.Create(
            CultureInfo.InvariantCulture, $"{source.Name}[{(first ? "share" : "all but")} {share} by seed {seed}]"));
    }

    /// <inheritdoc/>
    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return Source.LabelOf(_indices[index]);
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        CheckRead(index, pixels);
        Source.Read(_indices[index], pixels);
    }
}
