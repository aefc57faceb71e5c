using System.Globalization;
using System.Text.RegularExpressions;
using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Salience.Evaluation.Reports;

/// <summary>Draws charts; the only class that knows the plotting library.</summary>
internal static partial class ChartPainter
{
    private const int Width = 860;
    private const int CurveHeight = 420;
    private const int BarHeight = 30;
    private const int BarMargin = 110;
    private const float MarkerSize = 6;
    // Not dashed lines: the drawing library leaves them solid in SVG.
    private static readonly MarkerShape[] Markers = [MarkerShape.FilledCircle, MarkerShape.OpenSquare, MarkerShape.FilledTriangleUp, MarkerShape.OpenDiamond];
    private static readonly Color[] Colors =
    [
        // Okabe and Ito 2008, told apart by people of every colour vision; yellow, too pale for lines, left out.
        .. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000" }.Select(Color.FromHex),
    ];

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="name">A name that is unique in the page it will stand in.</param>
    public static ChartPicture Draw(Chart chart, string name)
    {
        using var plot = new Plot();
        plot.Title(chart.Title, 14);
        var height = chart.Axis is { } axis ? Curves(plot, chart, axis) : Bars(plot, chart);
        var svg = plot.GetSvgXml(Width, height);
        return new ChartPicture(Stable(svg, name), plot.GetImageBytes(Width, height, ImageFormat.Png));
    }

    private static int Curves(Plot plot, Chart chart, MetricAxis axis)
    {
        double[] places = [.. axis.Points.Select(p => axis.Logarithmic ? Math.Log10(p) : p)];
        foreach (var (i, series) in chart.Series.Index())
        {
            var known = Enumerable.Range(0, places.Length).Where(p => series.Points[p] is not null).ToList();
            if (known.Count == 0)
                continue;
            double[] Of(Func<SampleSummary, double> value) => [.. known.Select(p => value(series.Points[p]!))];
            double[] x = [.. known.Select(p => places[p])];
            var band = plot.Add.FillY(x, Of(s => s.Low), Of(s => s.High));
            band.FillColor = ColorOf(i).WithAlpha(0.15);
            band.LineWidth = 0;
            band.LegendText = string.Empty;
            var line = plot.Add.Scatter(x, Of(s => s.Mean), ColorOf(i));
            line.MarkerShape = Markers[i / Colors.Length % Markers.Length];
            line.MarkerSize = MarkerSize;
            line.LineWidth = 1.5f;
            line.LegendText = series.Name;
        }

        plot.XLabel(WithUnit(axis.Name, axis.Unit), 12);
        plot.YLabel(chart.Value, 12);
        if (axis.Labels is not null || axis.Logarithmic)
            plot.Axes.Bottom.TickGenerator = new NumericManual(places, [.. axis.Points.Select((p, i) => axis.Labels?[i] ?? p.ToString("0.###", CultureInfo.InvariantCulture))]);
        plot.ShowLegend(Edge.Right);
        return Math.Max(CurveHeight, BarMargin + chart.Series.Count * 22);
    }

    private static int Bars(Plot plot, Chart chart)
    {
        var count = chart.Series.Count;
        foreach (var (i, series) in chart.Series.Index())
        {
            if (series.Points[0] is not { } summary)
                continue;
            // The first method stands at the top.
            var place = count - 1 - i;
            var bar = plot.Add.Bar(place, summary.Mean);
            bar.Horizontal = true;
            bar.Color = ColorOf(0).WithAlpha(0.45);
            var interval = plot.Add.Line(summary.Low, place, summary.High, place);
            interval.LineColor = Color.FromHex("#222222");
            interval.LineWidth = 2;
            var median = plot.Add.Marker(summary.Median, place, MarkerShape.OpenDiamond, 8, Color.FromHex("#222222"));
            median.LegendText = string.Empty;
        }

        plot.XLabel(chart.Value + "; bar: mean, line: 95 % interval, diamond: median", 12);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, count).Select(p => (double)p)], [.. chart.Series.Reverse().Select(s => s.Name)]);
        plot.Axes.SetLimitsY(-0.7, count - 0.3);
        plot.HideLegend();
        return BarMargin + count * BarHeight;
    }

    private static Color ColorOf(int series) => Colors[series % Colors.Length];

    private static string WithUnit(string name, string unit) => unit.Length > 0 ? $"{name} ({unit})" : name;

    /// <summary>The drawing library numbers clipping paths over the life of the process; equal charts shall be equal text, and unique in a page.</summary>
    private static string Stable(string svg, string name)
    {
        var names = new Dictionary<string, string>();
        var renamed = ClipName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out var stable))
                names.Add(match.Value, stable = string.Create(CultureInfo.InvariantCulture, $"{name}-clip{names.Count}"));
            return stable;
        });
        return FontName().Replace(renamed, "font-family=\"$1, Verdana, sans-serif\"").Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [GeneratedRegex("\\bcl_[0-9a-f]+\\b")]
    private static partial Regex ClipName();

    [GeneratedRegex("font-family=\"([^\"]*)\"")]
    private static partial Regex FontName();
}
