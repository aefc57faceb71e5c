using System.Runtime.InteropServices;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Paints a scene: ground, distractors, digits, light and grain, watermark, in this order.</summary>
internal sealed class ScenePainter : IDisposable
{
    private const int Side = GlyphGenerator.Side;
    private readonly SKBitmap _bitmap = new(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
    private readonly SKCanvas _canvas;
    private readonly Coverage _inner = new();
    private readonly float[] _field = new float[Side * Side];

    public ScenePainter() => _canvas = new SKCanvas(_bitmap);

    /// <summary>Coverage of a form, to be drawn by anyone.</summary>
    public Coverage Outer { get; } = new();

    private Span<uint> Pixels => MemoryMarshal.Cast<byte, uint>(_bitmap.GetPixelSpan());

    /// <summary>Paints a scene.</summary>
    /// <param name="plan">Which.</param>
    /// <param name="layers">What of it.</param>
    public void Paint(ScenePlan plan, SceneLayers layers)
    {
        Ground.Paint(plan.Part(ScenePart.Ground), plan.Palette.Ground, _field, Pixels);
        Ground.Clutter(plan.Part(ScenePart.Clutter), plan.Palette, _canvas);
        foreach (var distractor in layers.HasFlag(SceneLayers.Distractors) ? plan.Distractors : [])
            FormPaint.Draw(_canvas, distractor.Form, distractor.Color, rim: false);
        if (layers.HasFlag(SceneLayers.Digits))
            PaintDigits(plan);
        Grain.Apply(plan.Part(ScenePart.Grain), Pixels);
        if (plan.HasWatermark && layers.HasFlag(SceneLayers.Watermark))
            Watermark.Paint(_canvas);
    }

    /// <summary>The picture as <c>(3, 64, 64)</c>.</summary>
    public void CopyPlanar(Span<byte> planes)
    {
        var pixels = Pixels;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes.Slice(channel * pixels.Length, pixels.Length);
            for (var i = 0; i < plane.Length && i < pixels.Length; i++)
                plane[i] = (byte)(pixels[i] >> (8 * channel));
        }
    }

    /// <summary>The picture as <c>(64, 64, 3)</c>.</summary>
    public void CopyInterleaved(Span<byte> rgb)
    {
        var pixels = Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var pixel = pixels[i];
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
        _inner.Dispose();
        Outer.Dispose();
    }

    private void PaintDigits(ScenePlan plan)
    {
        var random = plan.Part(ScenePart.Ink);
        for (var i = 0; i < plan.Digits.Count; i++)
        {
            var form = plan.Digits[i].Form;
            var outer = Outer.Draw(canvas => FormPaint.Draw(canvas, form, Coverage.Full, rim: true));
            var rows = (outer.IndexOfAnyExcept((byte)0) / Side)..(outer.LastIndexOfAnyExcept((byte)0) / Side + 1);
            Textures.Fill(random, _field, rows);
            var inner = form.Pen!.Rim > 0 ? _inner.Draw(canvas => FormPaint.Draw(canvas, form, Coverage.Full, rim: false)) : outer;
            var (ink, rim) = (plan.Palette.Inks[i], plan.Palette.RimColors[i]);
            var pixels = Pixels;
            for (var p = rows.Start.Value * Side; p < rows.End.Value * Side; p++)
            {
                if (outer[p] == 0)
                    continue;
                var color = ink[_field[p]];
                if (form.Pen.Rim > 0)
                    color = Mix(rim, color, inner[p]);
                pixels[p] = Mix(pixels[p], color, outer[p]);
            }
        }
    }

    private static uint Mix(uint under, uint over, uint alpha)
    {
        if (alpha == 255)
            return over;
        uint Channel(int shift) => ((under >> shift & 0xFF) * (255 - alpha) + (over >> shift & 0xFF) * alpha + 127) / 255;
        return ColorRamp.Pack(Channel(0), Channel(8), Channel(16));
    }
}
