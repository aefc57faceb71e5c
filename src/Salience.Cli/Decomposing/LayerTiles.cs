using System.Globalization;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Cli.Decomposing;

/// <summary>One small map for the input term and for each layer: the channel sum of its term, at the layer's own resolution and on its own scale.</summary>
/// <remarks>Source: Srinivas and Fleuret 2019, figure 1.</remarks>
internal static class LayerTiles
{
    /// <summary>The input term <c>(1, C, H, W)</c> as a tile; none where the input is no picture.</summary>
    /// <param name="result">A decomposition of one image.</param>
    /// <param name="signed">Keep signs in place of magnitudes.</param>
    public static IEnumerable<MontageTile> Input(FullGradientResult result, bool signed = false)
    {
        if (result.InputTerm.dim() != 4)
            yield break;
        using var scope = NewDisposeScope();
        var term = signed ? result.InputTerm : result.InputTerm.abs();
        var account = result.Completeness;
        yield return Tile("input x gradient", term.sum(1, keepdim: true), account.InputTerms[0] / account.Outputs[0], signed);
    }

    /// <summary>The tiles of bias terms that have a map.</summary>
    /// <param name="terms">Terms of one image.</param>
    /// <param name="output">The explained output.</param>
    /// <param name="signed">Keep signs in place of magnitudes.</param>
    public static IEnumerable<MontageTile> Of(IEnumerable<BiasTermTensors> terms, double output, bool signed = false)
    {
        foreach (var term in terms)
        {
            using var map = term.Map(signed);
            if (map is not null)
                yield return Tile(Shorten(term.Term.Node), map, term.Term.Sums[0] / output, signed);
        }
    }

    /// <summary>At most that many of the items, spread over all: the greatest of each of as many stretches of equal length, in order.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> items, int most, Func<T, double> size) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items.Take((i * items.Count / most)..((i + 1) * items.Count / most)).MaxBy(size)!)];

    private static MontageTile Tile(string title, Tensor map, double share, bool signed)
    {
        var heat = HeatMap.FromTensor(map);
        var colors = signed ? Imaging.ColorMaps.ColorMap.Diverging : Imaging.ColorMaps.ColorMap.Sequential;
        var note = string.Create(CultureInfo.InvariantCulture, $"{heat.Height}x{heat.Width}, {Numbers.Share(share)} of the output");
        return new MontageTile(title, heat.Paint(colors, HeatScale.Of(heat, signed)), note);
    }

    /// <summary>The end of a path tells layers apart, not its beginning.</summary>
    private static string Shorten(string node)
    {
        const int longest = 34;
        return node.Length <= longest ? node : string.Concat("...", node.AsSpan(node.Length - longest + 3));
    }
}
