using Salience.Attribution;
using Salience.Cli.Decomposing;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Targets;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Cli.Explaining;

/// <summary>Draws one explanation: the overlay, or the panel that tells everything.</summary>
internal sealed class ResultPainter(ModelSession session, ExplainSettings settings, CancellationToken cancellation)
{
    /// <summary>Layers on a panel: with the input term two rows of five.</summary>
    public const int MostLayers = 9;

    /// <summary>Draws; a panel decomposes the output once more for the maps of the layers.</summary>
    public RgbImage Draw(
        MethodChoice method,
        AttributionMethod bound,
        ImagePlace place,
        TargetChoice choice,
        Explanation explanation,
        int image,
        HeatMap heat,
        AccountRecord record)
    {
        if (!settings.Panel)
            return ScaledOverlay.Compose(place.Picture, heat, settings.Overlay);
        var probability = record.Probability is { } p ? $", probability {Numbers.Share(p)}" : string.Empty;
        var title = $"{Path.GetFileName(record.Input)}: class {ExplainSummary.ClassName(record)}, score {Numbers.Value(record.Score)}{probability}";
        var details = explanation is FullGradExplanation { Completeness: var account }
            ? WithTerms(bound, place, choice, account, image, heat.HasSign, [.. PanelNotes.Of(ExplainSummary.ClassName(record), account, image), .. PanelNotes.OfScale((FullGradExplanation)explanation, image)])
            : new PanelDetails(string.Empty, [], PanelNotes.Of(ExplainSummary.ClassName(record), explanation.Account, image));
        return Panel.Compose(place.Picture, heat, title, NameOf(method), settings.Overlay, details);
    }

    /// <summary>The method as a heading: with its preset, the default one too.</summary>
    private static string NameOf(MethodChoice method) => method.Title == method.Name && method.Preset is { } preset ? $"{method.Name} ({preset})" : method.Title;

    /// <summary>What the map is made of, where it is made of terms.</summary>
    private PanelDetails WithTerms(
        AttributionMethod bound, ImagePlace place, TargetChoice choice, Completeness account, int image, bool signed, IReadOnlyList<string> notes)
    {
        using var scope = NewDisposeScope();
        if (bound is not FullGrad fullGrad)
            return new PanelDetails(string.Empty, [], notes);
        using var terms = FullGradient.Decompose(
            session.Network, place.Input.Images.narrow(0, place.Index, 1), choice.Target, new FullGradientSettings(fullGrad.Preset.MergeBatchNorm), cancellation);
        return Details(terms, account, signed, notes);
    }

    /// <summary>Maps of the layers that the method draws.</summary>
    private static PanelDetails Details(FullGradientResult result, Completeness account, bool signed, IReadOnlyList<string> notes)
    {
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
