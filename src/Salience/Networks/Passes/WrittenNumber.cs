using System.Globalization;

namespace Salience.Networks.Passes;

/// <summary>The decimal number that someone wrote before it was rounded to float32: 1e-5 for 9.99999974e-6.</summary>
internal static class WrittenNumber
{
    /// <summary>Numbers found from function values carry the rounding of float64; closer than this to a float32 number means: it was that number.</summary>
    private const double Rounding = 1e-11;

    /// <summary>The shortest decimal of the float32 number nearest to <paramref name="value"/>, or the value itself where it is no float32 number.</summary>
    public static double Of(double value)
    {
        var single = (float)value;
        return Math.Abs(single - value) <= Rounding * Math.Abs(value)
            ? double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
    }
}
