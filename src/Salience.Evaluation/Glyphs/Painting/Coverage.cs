using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>How much of every pixel a form covers, 0 to 255.</summary>
internal sealed class Coverage : IDisposable
{
    /// <summary>Coverage from which on a pixel belongs to what covers it: one half.</summary>
    public const byte Half = 128;

    private readonly SKBitmap _bitmap = new(new SKImageInfo(GlyphGenerator.Side, GlyphGenerator.Side, SKColorType.Alpha8, SKAlphaType.Premul));
    private readonly SKCanvas _canvas;

    public Coverage() => _canvas = new SKCanvas(_bitmap);

    /// <summary>The values, row by row, as long as nothing else is drawn.</summary>
    public ReadOnlySpan<byte> Values => _bitmap.GetPixelSpan();

    /// <summary>Draws with this colour to cover.</summary>
    public static SKColor Full => SKColors.White;

    /// <summary>Begins anew and draws.</summary>
    public ReadOnlySpan<byte> Draw(Action<SKCanvas> draw)
    {
        _bitmap.Erase(SKColor.Empty);
        draw(_canvas);
        return Values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }
}
