using System.Numerics.Tensors;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>What comparisons need of one map, worked out once however many maps it is compared with.</summary>
internal sealed class MapProfile : IDisposable
{
    private const int LargestCell = 16;
    private const int CellsAcross = 3;

    private readonly BorrowedFigures? _signedRanks, _ranks, _inkRanks, _gradientRanks;

    /// <summary>Works out the profile of a map.</summary>
    /// <param name="values">The map, row by row.</param>
    /// <param name="ink">Which pixels are not background.</param>
    /// <param name="width">Width of the map.</param>
    public MapProfile(ReadOnlySpan<double> values, ReadOnlySpan<bool> ink, int width)
    {
        Finite = TensorPrimitives.IsFiniteAll(values);
        if (!Finite)
            return;
        _signedRanks = Ranked(values);
        using var magnitudes = new BorrowedFigures(values.Length);
        TensorPrimitives.Abs(values, magnitudes.Span);
        Signed = TensorPrimitives.Min(values) < 0;
        _ranks = Signed ? Ranked(magnitudes.Span) : null;
        if (ink.Contains(false))
        {
            using var inked = new BorrowedFigures(ink.Count(true));
            Select(magnitudes.Span, ink, inked.Span);
            _inkRanks = Ranked(inked.Span);
        }

        if (TensorPrimitives.Max<double>(magnitudes.Span) is var largest and > 0)
            TensorPrimitives.Divide(magnitudes.Span, largest, magnitudes.Span);
        var (height, side) = (values.Length / width, Math.Min(width, values.Length / width));
        Moments = side >= StructuralSimilarity.Window ? new WindowMoments(magnitudes.Span, width) : null;
        _gradientRanks = Ranked(OrientedGradients.Of(magnitudes.Span, height, width, Math.Clamp(side / CellsAcross, 1, LargestCell)));
    }

    /// <summary>Whether all values are finite; what follows is there only then.</summary>
    public bool Finite { get; }

    /// <summary>Ranks of the values.</summary>
    public ReadOnlySpan<double> SignedRanks => _signedRanks!.Span;

    /// <summary>Whether there are negative values; ranks of magnitudes are those of the values otherwise.</summary>
    public bool Signed { get; }

    /// <summary>Ranks of the magnitudes.</summary>
    public ReadOnlySpan<double> Ranks => (_ranks ?? _signedRanks)!.Span;

    /// <summary>Whether there is background.</summary>
    public bool HasBackground => _inkRanks is not null;

    /// <summary>Ranks of the magnitudes on the ink among themselves.</summary>
    public ReadOnlySpan<double> InkRanks => _inkRanks is { } ranks ? ranks.Span : Ranks;

    /// <summary>Moments of the magnitudes, scaled to a maximum of 1; <see langword="null"/> where the map is smaller than the window.</summary>
    public WindowMoments? Moments { get; }

    /// <summary>Ranks of the HOG descriptor of the scaled magnitudes.</summary>
    public ReadOnlySpan<double> GradientRanks => _gradientRanks!.Span;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var borrowed in new IDisposable?[] { _signedRanks, _ranks, _inkRanks, _gradientRanks, Moments })
            borrowed?.Dispose();
    }

    private static BorrowedFigures Ranked(ReadOnlySpan<double> values)
    {
        var ranks = new BorrowedFigures(values.Length);
        RankCorrelation.Ranks(values, ranks.Span);
        return ranks;
    }

    private static void Select(ReadOnlySpan<double> values, ReadOnlySpan<bool> chosen, Span<double> into)
    {
        var next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (chosen[i])
                into[next++] = values[i];
        }
    }
}
