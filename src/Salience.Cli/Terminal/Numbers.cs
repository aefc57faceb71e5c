using System.Globalization;

namespace Salience.Cli.Terminal;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class Numbers
{
    /// <summary>Four significant digits or so.</summary>
    public static string Value(double value) => value.ToString("0.####", CultureInfo.InvariantCulture) is var plain && (value == 0 || Math.Abs(value) >= 0.001)
        ? plain
        : value.ToString("0.##e+0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, at most four decimals: 1234, 12.3, 0.123, 0.0012; what four decimals cannot show by its order of magnitude: 2.0e-7.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value))
            return string.Empty;
        if (value == 0)
            return "0";
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 4);
        var text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAnyInRange('1', '9') ? text : Residual(value);
    }

    /// <summary>A small quantity by its order of magnitude.</summary>
    public static string Residual(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Share(double value) => value.ToString("0.00%", CultureInfo.InvariantCulture);

    /// <summary>A length of time such as <c>2:05</c> or <c>1:02:05</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        var minutes = string.Create(CultureInfo.InvariantCulture, $"{seconds / 60 % 60}:{seconds % 60:00}");
        return seconds < 3600 ? minutes : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>A number of bytes in a unit that suits it.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        for (; bytes >= 1000 && unit < units.Length - 1; unit++)
            bytes /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }

    /// <summary>A shape such as <c>(1, 64, 56, 56)</c>.</summary>
    public static string Shape(IEnumerable<long> shape) => $"({string.Join(", ", shape.Select(s => s.ToString(CultureInfo.InvariantCulture)))})";
}
