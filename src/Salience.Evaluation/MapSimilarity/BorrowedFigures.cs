using System.Buffers;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Room for figures, borrowed: comparisons of maps need so much of it that the collection of arrays made anew would take longer than they do.</summary>
/// <param name="count">Number of figures.</param>
internal sealed class BorrowedFigures(int count) : IDisposable
{
    private double[] _figures = ArrayPool<double>.Shared.Rent(count);

    /// <summary>The figures; what they are before they are written means nothing.</summary>
    public Span<double> Span => _figures.AsSpan(0, count);

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        if (_figures.Length > 0)
            ArrayPool<double>.Shared.Return(_figures);
        _figures = [];
        count = 0;
    }
}
