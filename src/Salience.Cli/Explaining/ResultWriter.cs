using System.Diagnostics;
using System.Globalization;
using Salience.Arrays;
using Salience.Attribution;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Targets;
using Salience.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>Writes pictures and raw maps and makes the records that name them.</summary>
internal sealed class ResultWriter(ModelSession session, ExplainSettings settings, CancellationToken cancellation)
{
    private const int TermsInRecord = 10;

    private readonly ResultNames _names = new();
    private readonly ResultPainter _painter = new(session, settings, cancellation);
    private readonly List<ExplanationRecord> _records = [];

    /// <summary>Writes the results of one method for the images of one or several batches.</summary>
    public void Write(MethodChoice method, AttributionMethod bound, IReadOnlyList<TargetChoice> choices, IReadOnlyList<ExplainedBatch> batches)
    {
        var name = NameOf(method);
        for (var c = 0; c < choices.Count; c++)
        {
            foreach (var batch in batches)
            {
                for (var i = 0; i < batch.Places.Count; i++)
                    Write(method, bound, name, choices[c], batch, c, i);
            }

            if (settings.Raw && batches[0].Places[0].Input.IsBatch)
                WriteArray(name, choices[c], c, batches);
        }
    }

    /// <summary>The records since the last call, ordered by input, then method, then target.</summary>
    public List<ExplanationRecord> TakeRecords()
    {
        var taken = _records.GroupBy(r => r.Input).SelectMany(g => g).ToList();
        _records.Clear();
        return taken;
    }

    private void Write(MethodChoice method, AttributionMethod bound, string name, TargetChoice choice, ExplainedBatch batch, int target, int image)
    {
        using var scope = NewDisposeScope();
        var place = batch.Places[image];
        var explanation = batch.Explanations[target];
        var explained = explanation.Classes![image];
        var record = AccountBuilder.Build(
            session,
            place.Input.Item.Path,
            place.Input.IsBatch ? place.Index : null,
            choice,
            explained,
            explanation.Scores[image],
            ClassProbability.Of(explanation.Outputs, image, explained));
        if (explanation is FullGradExplanation { Completeness: var account })
            record = AccountBuilder.AddTerms(record, account, image, TermsInRecord);
        var stem = place.Input.IsBatch ? string.Create(CultureInfo.InvariantCulture, $"{place.Input.Item.Stem}-{place.Index:D4}") : place.Input.Item.Stem;
        var part = choice.Against is { } b ? $"{explained}-{b}" : explained.ToString(CultureInfo.InvariantCulture);
        var picture = _names.Take(stem, name, part, ".png");
        var heat = HeatMap.FromTensor(explanation.Map.select(0, image));
        ImageFile.WritePng(Path.Combine(settings.Folder, picture), _painter.Draw(method, bound, place, choice, explanation, image, heat, record));
        string? raw = null;
        if (settings.Raw && !place.Input.IsBatch)
        {
            raw = _names.Take(stem, name, part, ".npy");
            NpyFile.Write(Path.Combine(settings.Folder, raw), explanation.Map.select(0, image));
        }

        using var process = Process.GetCurrentProcess();
        _records.Add(new ExplanationRecord(record, method, AllSettings(bound), SumRecord.Of(explanation.Account, image), picture, ScaleRecord.Of(settings.Overlay.ScaleFor(heat)))
        {
            MapAccount = explanation is FullGradExplanation { MapAccount: var pixels } ? SumRecord.Of(pixels, image) : null,
            RawMap = raw,
            Seconds = batch.Seconds,
            PeakMemoryBytes = process.PeakWorkingSet64,
        });
    }

    /// <summary>One array <c>(N, 1, H, W)</c> for the images of a file that holds a batch.</summary>
    private void WriteArray(string method, TargetChoice choice, int target, IReadOnlyList<ExplainedBatch> batches)
    {
        using var scope = NewDisposeScope();
        var input = batches[0].Places[0].Input.Item;
        var file = _names.Take(input.Stem, method, choice.Text, ".npy");
        NpyFile.Write(Path.Combine(settings.Folder, file), cat([.. batches.Select(b => b.Explanations[target].Map)]));
        for (var i = 0; i < _records.Count; i++)
        {
            if (_records[i].Input == input.Path && _records[i].Target == choice.Text && _records[i].RawMap is null)
                _records[i] = _records[i] with { RawMap = file };
        }
    }

    /// <summary>The method's part of a file name: its name, with what was set where the run has that method several times.</summary>
    private string NameOf(MethodChoice method) =>
        settings.Methods.Count(m => m.Name == method.Name) > 1 && method.Suffix is { Length: > 0 } suffix ? $"{method.Name}-{suffix}" : method.Name;

    private SortedDictionary<string, string> AllSettings(AttributionMethod method)
    {
        var network = session.Settings;
        var all = new SortedDictionary<string, string>(method.Settings.ToDictionary(), StringComparer.Ordinal)
        {
            ["device"] = "cpu",
            ["precision"] = session.Network.ComputeType == ScalarType.Float64 ? "double" : "single",
            ["threads"] = get_num_threads().ToString(CultureInfo.InvariantCulture),
            ["batch"] = settings.Pictures.ToString(CultureInfo.InvariantCulture),
            ["copies"] = method.Batch.ToString(CultureInfo.InvariantCulture),
            ["version"] = VersionReport.Version,
        };
        // A method's own seed is the one that counts.
        all.TryAdd("seed", network.Seed.ToString(CultureInfo.InvariantCulture));
        foreach (var (key, value) in loaderSettings())
            all[key] = value;
        return all;

        IEnumerable<(string Key, string Value)> loaderSettings()
        {
            if (network.Normalize is { } normalize)
                yield return ("normalize", normalize);
            if (network.Resize is { } resize)
                yield return ("resize", resize.ToString(CultureInfo.InvariantCulture));
            if (network.Crop is { } crop)
                yield return ("crop", crop.ToString(CultureInfo.InvariantCulture));
        }
    }
}
