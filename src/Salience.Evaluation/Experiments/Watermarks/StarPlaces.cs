using Salience.Evaluation.Datasets;

namespace Salience.Evaluation.Experiments.Watermarks;

/// <summary>Whether a map stands out where the star is, against every other place that the star could have.</summary>
internal static class StarPlaces
{
    /// <summary>How seldom a map that knows nothing may be said to show the star.</summary>
    public const double Chance = 0.05;

    /// <summary>Whether <see cref="Share"/> is at most <see cref="Chance"/>.</summary>
    public static bool Found(double[] evidence, PixelMask star, PixelMask digit) => Share(evidence, star, digit) <= Chance;

    /// <summary>
    /// <c>(1 + #{t : E(t) ≥ E(0)}) / (1 + #t)</c>: E(t) is the evidence on the star's form moved by t, and t goes over all moves by whole pixels with which the form lies
    /// within the picture and neither on the star nor on the digit. A map that is drawn alike at every place gets each value equally often.
    /// </summary>
    public static double Share(double[] evidence, PixelMask star, PixelMask digit)
    {
        var form = Enumerable.Range(0, star.Values.Length).Where(p => star.Values[p]).Select(p => (Row: p / star.Width, Column: p % star.Width)).ToArray();
        var (top, left) = (form.Min(p => p.Row), form.Min(p => p.Column));
        var (bottom, right) = (form.Max(p => p.Row), form.Max(p => p.Column));
        var here = form.Sum(p => evidence[p.Row * star.Width + p.Column]);
        var (places, asMuch) = (0, 0);
        for (var down = -top; down < star.Height - bottom; down++)
        {
            for (var along = -left; along < star.Width - right; along++)
            {
                if (EvidenceAt(evidence, form, star, digit, down, along) is not { } there)
                    continue;
                places++;
                asMuch += there >= here ? 1 : 0;
            }
        }

        return (1.0 + asMuch) / (1 + places);
    }

    /// <summary>The evidence on the form moved; <see langword="null"/> where it touches the star or the digit.</summary>
    private static double? EvidenceAt(double[] evidence, (int Row, int Column)[] form, PixelMask star, PixelMask digit, int down, int along)
    {
        var sum = 0.0;
        foreach (var (row, column) in form)
        {
            var p = (row + down) * star.Width + column + along;
            if (star.Values[p] || digit.Values[p])
                return null;
            sum += evidence[p];
        }

        return sum;
    }
}
