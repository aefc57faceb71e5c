using System.Numerics.Tensors;

namespace Salience.Evaluation.MapSimilarity;

/// <summary>Mean and variance of a map under the window, at every place.</summary>
internal sealed class WindowMoments : IDisposable
{
    private readonly BorrowedFigures _values, _means, _variances;

    /// <summary>Computes them.</summary>
    /// <param name="values">The map, row by row; both sides at least that of the window.</param>
    /// <param name="width">Its width.</param>
    public WindowMoments(ReadOnlySpan<double> values, int width)
    {
        var places = GaussianWindow.Places(values.Length, width);
        (Width, _values, _means, _variances) = (width, new BorrowedFigures(values.Length), new BorrowedFigures(places), new BorrowedFigures(places));
        values.CopyTo(_values.Span);
        GaussianWindow.Means(values, width, Means);
        MeanProducts(values, values, width, Variances);
        using var squares = new BorrowedFigures(places);
        TensorPrimitives.Multiply<double>(Means, Means, squares.Span);
        TensorPrimitives.Subtract(Variances, squares.Span, Variances);
    }

    /// <summary>The map.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>Its width.</summary>
    public int Width { get; }

    /// <summary>μ.</summary>
    public Span<double> Means => _means.Span;

    /// <summary>σ², without the correction for a sample.</summary>
    public Span<double> Variances => _variances.Span;

    /// <summary>The mean of the product of two maps, at every place.</summary>
    public static void MeanProducts(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int width, Span<double> into)
    {
        using var products = new BorrowedFigures(first.Length);
        TensorPrimitives.Multiply(first, second, products.Span);
        GaussianWindow.Means(products.Span, width, into);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _means.Dispose();
        _variances.Dispose();
    }
}
