using Salience.Evaluation.Metrics;
using Salience.Evaluation.Statistics;

namespace Salience.Evaluation.Reports;

/// <summary>A picture of figures with their intervals: curves over an axis, or a bar for each method.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Value">What the figures are, with unit and direction.</param>
/// <param name="Axis">What curves run over; <see langword="null"/> for bars.</param>
/// <param name="Series">The methods.</param>
internal sealed record Chart(string Title, string Value, MetricAxis? Axis, IReadOnlyList<ChartSeries> Series);

/// <summary>The figures of one method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">A summary for each point of the axis, or one.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<SampleSummary?> Points);

/// <summary>A chart that was drawn.</summary>
/// <param name="Svg">As SVG.</param>
/// <param name="Png">As PNG.</param>
internal sealed record ChartPicture(string Svg, byte[] Png);
