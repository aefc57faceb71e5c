using Salience.Evaluation.Randomness;

namespace Salience.Evaluation.Glyphs.Painting;

/// <summary>The colours of a scene.</summary>
/// <remarks>Ink and ground are drawn alike and could be exchanged: neither is lighter, stronger or redder on average.</remarks>
internal sealed class Palette
{
    // Lightness in Oklab that a reader needs between ink and ground, textures included.
    private const double Contrast = 0.36;
    private const double DistractorContrast = 0.24;
    private readonly OkLch _ground;

    /// <summary>Draws the colours.</summary>
    /// <param name="random">Random numbers.</param>
    /// <param name="inks">Number of digits, each with an ink.</param>
    public Palette(RandomStream random, int inks)
    {
        var (first, second) = (random.Uniform(0.24, 0.95), 0.0);
        do
        {
            (first, second) = (random.Uniform(0.24, 0.95), random.Uniform(0.24, 0.95));
        }
        while (Math.Abs(first - second) < Contrast);
        var hue = random.Uniform(0, Math.Tau);
        _ground = new OkLch(first, Chroma(random), hue);
        Ground = Ramp(random, _ground);
        Inks = new ColorRamp[inks];
        RimColors = new uint[inks];
        for (var i = 0; i < inks; i++)
        {
            if (i > 0)
                second = Against(random, Contrast);
            var ink = new OkLch(second, Chroma(random), hue + random.Uniform(0, Math.Tau));
            Inks[i] = Ramp(random, ink);
            var rim = new OkLch(first > 0.575 ? random.Uniform(0.1, 0.2) : random.Uniform(0.93, 1), 0.4 * ink.Chroma, ink.Hue).ToRgb();
            RimColors[i] = ColorRamp.Pack(rim.R, rim.G, rim.B);
        }
    }

    /// <summary>Colours of the ground.</summary>
    public ColorRamp Ground { get; }

    /// <summary>Colours of the digits.</summary>
    public ColorRamp[] Inks { get; }

    /// <summary>Colours of the digits' rims.</summary>
    public uint[] RimColors { get; }

    /// <summary>A colour that stands out from the ground.</summary>
    public (byte R, byte G, byte B) Distractor(RandomStream random) =>
        new OkLch(Against(random, DistractorContrast), Chroma(random), random.Uniform(0, Math.Tau)).ToRgb();

    /// <summary>A colour that stays near the ground's lightness.</summary>
    public (byte R, byte G, byte B) Clutter(RandomStream random) =>
        new OkLch(_ground.Lightness + random.Uniform(-0.12, 0.12), Chroma(random), _ground.Hue + random.Uniform(-1.6, 1.6)).ToRgb();

    private static ColorRamp Ramp(RandomStream random, OkLch middle) => new(middle, random.Uniform(-0.1, 0.1), random.Uniform(-0.9, 0.9));

    private static double Chroma(RandomStream random) => random.Uniform(0.03, 0.2);

    private double Against(RandomStream random, double contrast)
    {
        double lightness;
        do
        {
            lightness = random.Uniform(0.24, 0.95);
        }
        while (Math.Abs(lightness - _ground.Lightness) < contrast);
        return lightness;
    }
}
