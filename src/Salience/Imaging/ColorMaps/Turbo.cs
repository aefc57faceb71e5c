namespace Salience.Imaging.ColorMaps;

/// <summary>A rainbow from dark blue over green to dark red whose lightness rises and falls smoothly; a better jet.</summary>
/// <remarks>
/// Per channel a polynomial of degree 5, clamped to [0, 1]. Origin: Anton Mikhailov, 2019 (the colours), Ruofei Du (the polynomial), Google,
/// Apache-2.0; only the coefficients are taken.
/// </remarks>
internal sealed class Turbo : IColorMap
{
    public string Name => "turbo";

    public bool IsDiverging => false;

    public Rgb At(double position)
    {
        double x = Math.Clamp(position, 0, 1);
        return Rgb.FromUnit(
            Polynomial(x, [0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943]),
            Polynomial(x, [0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604]),
            Polynomial(x, [0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973]));
    }

    private static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (int power = coefficients.Length - 1; power >= 0; power--)
            sum = sum * x + coefficients[power];
        return sum;
    }
}
