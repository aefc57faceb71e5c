using System.Numerics;
using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Shapes;

/// <summary>A smooth random displacement of the plane: bends strokes as a hand does and keeps joints together.</summary>
internal sealed class Warp
{
    private const int Waves = 3;
    private readonly (Vector2 Frequency, float Phase, Vector2 Shift)[] _waves = new (Vector2, float, Vector2)[Waves];

    /// <summary>Draws a displacement.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="amount">Length of the shift of one wave, where the digit's height is 1.</param>
    public Warp(RandomStream random, double amount)
    {
        for (var i = 0; i < Waves; i++)
        {
            var (direction, turn) = (random.Uniform(0, Math.Tau), random.Uniform(0, Math.Tau));
            var frequency = random.Uniform(2.5, 6.5);
            _waves[i] = (Unit(direction) * (float)frequency, (float)random.Uniform(0, Math.Tau), Unit(turn) * (float)(amount * random.Uniform(0.5, 1)));
        }
    }

    /// <summary>Where a point goes.</summary>
    public Vector2 Move(Vector2 p)
    {
        var moved = p;
        foreach (var (frequency, phase, shift) in _waves)
            moved += shift * MathF.Sin(Vector2.Dot(frequency, p) + phase);
        return moved;
    }

    private static Vector2 Unit(double angle) => new((float)Math.Cos(angle), (float)Math.Sin(angle));
}
