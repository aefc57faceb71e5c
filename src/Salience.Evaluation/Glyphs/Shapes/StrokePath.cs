using System.Globalization;
using System.Numerics;
using SkiaSharp;

namespace Salience.Evaluation.Glyphs.Shapes;

/// <summary>Lines and curves to draw along; immutable.</summary>
internal sealed class StrokePath
{
    // Chords of a curve when its extent is measured.
    private const int Samples = 8;

    private readonly char[] _verbs;
    private readonly Vector2[] _points;

    private StrokePath(char[] verbs, Vector2[] points) => (_verbs, _points) = (verbs, points);

    /// <summary>Reads <c>M x y</c>, <c>L x y</c>, <c>Q …</c>, <c>C …</c> and <c>Z</c>, absolute, as in SVG paths.</summary>
    public static StrokePath Parse(string text)
    {
        var verbs = new List<char>();
        var points = new List<Vector2>();
        var numbers = new List<float>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsLetter(word[0]))
                verbs.Add(word[0]);
            else
                numbers.Add(float.Parse(word, CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < numbers.Count; i += 2)
            points.Add(new Vector2(numbers[i], numbers[i + 1]));
        return points.Count == verbs.Sum(PointsOf) ? new StrokePath([.. verbs], [.. points]) : throw new FormatException($"The path '{text}' has {points.Count} points.");
    }

    /// <summary>The path with every point moved.</summary>
    public StrokePath Map(Func<Vector2, Vector2> move) => new(_verbs, Array.ConvertAll(_points, p => move(p)));

    /// <summary>The corners of the box around the path, and how long its lines are.</summary>
    public (Vector2 Low, Vector2 High, float Length) Measure()
    {
        var (low, high, length) = (new Vector2(float.MaxValue), new Vector2(float.MinValue), 0f);
        var (at, pen) = (0, Vector2.Zero);
        foreach (var verb in _verbs)
        {
            var last = pen;
            for (var i = 1; i <= Samples && verb != 'Z'; i++)
            {
                var p = Along(verb, pen, at, i / (float)Samples);
                length += verb == 'M' ? 0 : Vector2.Distance(last, p);
                (low, high, last) = (Vector2.Min(low, p), Vector2.Max(high, p), p);
            }

            at += PointsOf(verb);
            pen = _points[at - 1];
        }

        return (low, high, length);
    }

    /// <summary>A fresh Skia path, disposed by the caller.</summary>
    public SKPath ToSkia()
    {
        var path = new SKPath();
        var at = 0;
        foreach (var verb in _verbs)
        {
            var p = _points.AsSpan(at, PointsOf(verb));
            switch (verb)
            {
                case 'M': path.MoveTo(p[0].X, p[0].Y); break;
                case 'L': path.LineTo(p[0].X, p[0].Y); break;
                case 'Q': path.QuadTo(p[0].X, p[0].Y, p[1].X, p[1].Y); break;
                case 'C': path.CubicTo(p[0].X, p[0].Y, p[1].X, p[1].Y, p[2].X, p[2].Y); break;
                default: path.Close(); break;
            }

            at += p.Length;
        }

        return path;
    }

    private static int PointsOf(char verb) => verb switch
    {
        'M' or 'L' => 1,
        'Q' => 2,
        'C' => 3,
        'Z' => 0,
        _ => throw new FormatException($"'{verb}' is none of M, L, Q, C, Z."),
    };

    private Vector2 Along(char verb, Vector2 start, int at, float t) => verb switch
    {
        'L' => Vector2.Lerp(start, _points[at], t),
        'Q' => Vector2.Lerp(Vector2.Lerp(start, _points[at], t), Vector2.Lerp(_points[at], _points[at + 1], t), t),
        'C' => Cubic(start, _points[at], _points[at + 1], _points[at + 2], t),
        _ => _points[at],
    };

    private static Vector2 Cubic(Vector2 a, Vector2 b, Vector2 c, Vector2 d, float t)
    {
        var s = 1 - t;
        return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
    }
}
