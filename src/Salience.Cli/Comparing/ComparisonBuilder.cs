using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Evaluation.Comparison;

namespace Salience.Cli.Comparing;

/// <summary>Makes the record of a run.</summary>
internal static class ComparisonBuilder
{
    /// <summary>Compares the maps and collects what is known.</summary>
    /// <param name="session">The model.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="run">The run.</param>
    /// <param name="picture">Name of the grid.</param>
    public static ComparisonRecord Build(ModelSession session, CompareSettings settings, CompareRun run, string picture)
    {
        var kept = Kept(run);
        var agreement = new MapAgreement(kept.Count);
        foreach (var image in run.Images)
            agreement.Add([.. kept.Select(m => image.Results[m] is { } result ? Values(result, settings.Absolute) : null)]);
        return new ComparisonRecord
        {
            Version = VersionReport.Version,
            Model = session.Record,
            Images = [.. run.Images.Select(i => i.Record)],
            Methods = [.. kept.Select(m => Method(settings, run, m))],
            LeftOut = run.LeftOut,
            Compared = settings.Absolute ? "absolute value" : "value",
            RankCorrelation = Matrix(kept.Count, agreement.RankCorrelationOf),
            TopShare = agreement.TopShare,
            TopOverlap = Matrix(kept.Count, agreement.TopOverlapOf),
            Memory = "largest resident memory during the call beyond that before it",
            Picture = picture,
        };
    }

    /// <summary>The methods that gave a map of at least one image.</summary>
    public static IReadOnlyList<int> Kept(CompareRun run) => [.. Enumerable.Range(0, run.Methods.Count).Where(m => run.Images.Any(i => i.Results[m] is not null))];

    private static double[] Values(MapResult result, bool absolute)
    {
        var values = new double[result.Map.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = absolute ? Math.Abs(result.Map.Values[i]) : result.Map.Values[i];
        return values;
    }

    private static ComparedMethodRecord Method(CompareSettings settings, CompareRun run, int method)
    {
        var (choice, bound) = run.Methods[method];
        return new ComparedMethodRecord(choice.Name, choice.Title, bound.Settings, [.. run.Images.Select(i => Measured(settings, i.Results[method]))]);
    }

    private static MeasuredRecord? Measured(CompareSettings settings, MapResult? result) => result is null
        ? null
        : new MeasuredRecord(result.Cost.Seconds, result.Cost.Forward, result.Cost.Backward, result.Cost.PeakBytes, ScaleRecord.Of(settings.Overlay.ScaleFor(result.Map))) { Account = result.Sum };

    private static double[][] Matrix(int size, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, size).Select(a => Enumerable.Range(0, size).Select(b => value(a, b)).ToArray())];
}
