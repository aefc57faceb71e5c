using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>Light on one side, dark on the other.</summary>
internal readonly record struct Slope(float X, float Y) : ITexture
{
    public static Slope Draw(RandomStream random)
    {
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        return new Slope((float)cos, (float)sin);
    }

    public float At(float x, float y) => 1.4f * (X * (x - 0.5f) + Y * (y - 0.5f));
}

/// <summary>Stripes, smooth or sharp.</summary>
internal readonly record struct Stripes(float X, float Y, float Phase, float Gain) : ITexture
{
    public static Stripes Draw(RandomStream random, bool sharp)
    {
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        var count = random.Uniform(2.5, 11);
        return new Stripes((float)(cos * count), (float)(sin * count), (float)random.NextDouble(), sharp ? 4 : 1);
    }

    public float At(float x, float y) => Math.Clamp(Gain * Wave.At(X * x + Y * y + Phase), -1, 1);
}

/// <summary>A chequered or dotted pattern: the product of two waves.</summary>
internal readonly record struct Checks(Stripes First, Stripes Second, float Gain) : ITexture
{
    public static Checks Draw(RandomStream random)
    {
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        var count = random.Uniform(2, 6);
        var (x, y) = ((float)(cos * count), (float)(sin * count));
        return new Checks(
            new Stripes(x, y, (float)random.NextDouble(), 1), new Stripes(-y, x, (float)random.NextDouble(), 1), random.Next(2) == 0 ? 1.3f : 5);
    }

    public float At(float x, float y) => Math.Clamp(Gain * First.At(x, y) * Second.At(x, y), -1, 1);
}

/// <summary>Waves about a point outside the picture, so that no whole ring is seen.</summary>
internal readonly record struct Ripples(float X, float Y, float Count) : ITexture
{
    public static Ripples Draw(RandomStream random)
    {
        var (sin, cos) = Math.SinCos(random.Uniform(0, Math.Tau));
        var distance = random.Uniform(0.8, 1.4);
        return new Ripples((float)(0.5 + distance * cos), (float)(0.5 + distance * sin), (float)random.Uniform(4, 11));
    }

    public float At(float x, float y) => Wave.At(Count * MathF.Sqrt((x - X) * (x - X) + (y - Y) * (y - Y)));
}

/// <summary>A smooth wave of period 1 made of parabolas.</summary>
internal static class Wave
{
    public static float At(float turns)
    {
        var t = 2 * (turns - MathF.Floor(turns)) - 1;
        return 4 * t * (1 - MathF.Abs(t));
    }
}
