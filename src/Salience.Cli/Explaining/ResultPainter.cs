using Salience.Attribution;
using Salience.Cli.Decomposing;
using Salience.Cli.Methods;
using Salience.Cli.Records;
using Salience.Cli.Targets;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>Draws one explanation: the overlay, or the panel that tells everything.</summary>
internal sealed class ResultPainter(ExplainSettings settings, CancellationToken cancellation)
{
    /// <summary>Layers on a panel: with the input term two rows of five.</summary>
    public const int MostLayers = 9;

    /// <summary>Draws; a panel decomposes the output once more for the maps of the layers.</summary>
    public RgbImage Draw(
        IMapMethod method, IPreparedMethod prepared, ImagePlace place, TargetChoice choice, FullGradExplanation explanation, int image, AccountRecord record)
    {
        using var scope = NewDisposeScope();
        var heat = HeatMap.FromTensor(explanation.Map.select(0, image));
        if (!settings.Panel)
            return Overlay.Paint(place.Picture, heat, settings.Overlay);
        var probability = record.Probability is { } p ? $", probability {Numbers.Share(p)}" : string.Empty;
        var title = $"{Path.GetFileName(record.Input)}: class {ExplainSummary.ClassName(record)}, score {Numbers.Value(record.Score)}{probability}";
        var name = method.Preset is null ? method.Name : $"{method.Name} ({method.Preset})";
        using var terms = prepared.Terms(place.Input.Images.narrow(0, place.Index, 1), choice.Target, cancellation);
        var notes = PanelNotes.Of(ExplainSummary.ClassName(record), explanation.Completeness, image);
        return Panel.Compose(place.Picture, heat, title, name, settings.Overlay, Details(terms, explanation.Completeness, heat.HasSign, notes));
    }

    /// <summary>Maps of the layers that the method draws.</summary>
    private static PanelDetails Details(FullGradientResult? result, Completeness account, bool signed, IReadOnlyList<string> notes)
    {
        if (result is null)
            return new PanelDetails(string.Empty, [], notes);
        var drawn = result.Terms.Zip(account.Terms).Where(pair => pair.Second.InPicture).Select(pair => pair.First).ToList();
        var chosen = LayerTiles.Spread(drawn, MostLayers, term => Math.Abs(term.Term.Sums[0]));
        var which = chosen.Count < drawn.Count ? $"{chosen.Count} of {drawn.Count} layers (the largest of each stretch)" : $"{chosen.Count} layers";
        var sum = signed ? "sum of bias x gradient" : "sum of |bias x gradient|";
        return new PanelDetails(
            $"what the map is made of: the input and {which}, {sum} over channels at native resolution, each on its own scale",
            [.. LayerTiles.Input(result, signed), .. LayerTiles.Of(chosen, result.Completeness.Outputs[0], signed)],
            notes);
    }
}
