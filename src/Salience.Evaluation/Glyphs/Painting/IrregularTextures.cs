using System.Runtime.CompilerServices;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Clouds: value noise in two octaves, turned and stretched.</summary>
internal readonly struct Cloud : ITexture
{
    private const int Period = 16;
    private readonly float[] _lattice;
    private readonly float _xx, _xy, _yx, _yy;

    public Cloud(RandomStream random)
    {
        _lattice = new float[Period * Period];
        foreach (ref var value in _lattice.AsSpan())
            value = (float)random.Uniform(-1, 1);
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        var frequency = random.Uniform(2.5, 7);
        var stretch = random.NextDouble() < 0.3 ? random.Uniform(2, 4) : 1;
        (_xx, _xy) = ((float)(frequency * stretch * cos), (float)(frequency * stretch * sin));
        (_yx, _yy) = ((float)(-frequency / stretch * sin), (float)(frequency / stretch * cos));
    }

    public float At(float x, float y)
    {
        // An offset that keeps both coordinates above 0.
        var (u, v) = (_xx * x + _xy * y + 64, _yx * x + _yy * y + 64);
        return 0.75f * Octave(u, v) + 0.4f * Octave(2.03f * u, 2.03f * v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Octave(float u, float v)
    {
        var (i, j) = ((int)u, (int)v);
        var (s, t) = (Smooth(u - i), Smooth(v - j));
        var (top, bottom) = ((j & Period - 1) * Period, (j + 1 & Period - 1) * Period);
        var (left, right) = (i & Period - 1, i + 1 & Period - 1);
        var upper = _lattice[top + left] + s * (_lattice[top + right] - _lattice[top + left]);
        var lower = _lattice[bottom + left] + s * (_lattice[bottom + right] - _lattice[bottom + left]);
        return upper + t * (lower - upper);
    }

    private static float Smooth(float t) => t * t * (3 - 2 * t);
}

/// <summary>Marble: stripes that a cloud bends.</summary>
internal readonly struct Marble : ITexture
{
    private readonly Cloud _cloud;
    private readonly Stripes _stripes;
    private readonly float _bend;

    public Marble(RandomStream random)
    {
        _cloud = new Cloud(random);
        _stripes = Stripes.Draw(random, sharp: false);
        _bend = (float)random.Uniform(0.3, 1);
    }

    public float At(float x, float y)
    {
        var bent = _bend * _cloud.At(x, y);
        return Wave.At(_stripes.X * x + _stripes.Y * y + bent);
    }
}

/// <summary>Cells: each pixel has the tone of the nearest of some points.</summary>
internal readonly struct Cells : ITexture
{
    private const int Count = 10;
    private readonly (float X, float Y, float Tone)[] _points;

    public Cells(RandomStream random)
    {
        _points = new (float, float, float)[Count];
        foreach (ref var point in _points.AsSpan())
            point = ((float)random.NextDouble(), (float)random.NextDouble(), (float)random.Uniform(-1, 1));
    }

    public float At(float x, float y)
    {
        var (nearest, tone) = (float.MaxValue, 0f);
        foreach (var point in _points)
        {
            var distance = (x - point.X) * (x - point.X) + (y - point.Y) * (y - point.Y);
            if (distance < nearest)
                (nearest, tone) = (distance, point.Tone);
        }

        return tone;
    }
}
