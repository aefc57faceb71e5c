using System.Globalization;

namespace Salience.Networks.Passes;

/// <summary>The number that someone wrote before it was rounded to float32: 1e-5 for 9.99999974e-6, √8 for 2.82842708, 1/6 for 0.166666672.</summary>
internal static class WrittenNumber
{
    /// <summary>Numbers found from function values carry the rounding of float64; closer than this to a float32 number means: it was that number.</summary>
    private const double Rounding = 1e-11;

    /// <summary>Digits of a decimal that someone wrote; one rounded to float32 without need for another form shows seven to nine.</summary>
    private const int Digits = 6;

    /// <summary>Largest n of 1/n: the width of a layer whose mean is taken.</summary>
    private const int LargestWidth = 8192;

    /// <summary>Largest n of √n: head sizes of attention reach 256.</summary>
    private const int LargestRadicand = 512;

    private static readonly Dictionary<float, double> Exact = Forms();

    /// <summary>
    /// The decimal of at most six digits, small fraction, square root of a small integer or constant of a formula that rounds to the float32 number
    /// nearest to <paramref name="value"/>; the value itself where there is none or where it is no float32 number.
    /// </summary>
    public static double Of(double value)
    {
        var single = (float)value;
        if (Math.Abs(single - value) > Rounding * Math.Abs(value))
            return value;
        var rounded = double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if ((float)rounded == single)
            return rounded;
        return Exact.TryGetValue(Math.Abs(single), out var form) ? Math.CopySign(form, value) : single;
    }

    private static Dictionary<float, double> Forms()
    {
        var forms = new Dictionary<float, double>();
        foreach (var constant in (double[])[Math.PI, 2 * Math.PI, Math.E, Math.Log(2), 1 / Math.Log(2), 2 / Math.PI, Math.Sqrt(2 / Math.PI), Math.Sqrt(0.5 / Math.PI)])
            forms.TryAdd((float)constant, constant);
        for (var n = 2; n <= LargestWidth; n++)
            forms.TryAdd((float)(1.0 / n), 1.0 / n);
        for (var n = 2; n <= LargestRadicand; n++)
        {
            forms.TryAdd((float)Math.Sqrt(n), Math.Sqrt(n));
            forms.TryAdd((float)Math.Sqrt(1.0 / n), Math.Sqrt(1.0 / n));
        }

        for (var q = 3; q <= 16; q++)
        {
            for (var p = 2; p <= 2 * q; p++)
                forms.TryAdd((float)((double)p / q), (double)p / q);
        }

        return forms;
    }
}
