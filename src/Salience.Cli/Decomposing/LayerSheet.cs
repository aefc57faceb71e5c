using System.Globalization;
using Salience.Cli.Explaining;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Imaging;
using static TorchSharp.torch;

namespace Salience.Cli.Decomposing;

/// <summary>One panel for each layer: the channel sum of the magnitudes of its term, at the layer's own resolution.</summary>
/// <remarks>Source: Srinivas and Fleuret 2019, figure 1. Each panel has its own scale; its share of the output stands in its title.</remarks>
internal static class LayerSheet
{
    /// <summary>Draws the picture, the input term and every bias term <c>(1, C, H, W)</c> of more than one place.</summary>
    public static RgbImage Draw(RgbImage picture, FullGradientResult result, AccountRecord record)
    {
        using var scope = NewDisposeScope();
        var tiles = new List<MontageTile> { new("picture", picture) };
        if (result.InputTerm.dim() == 4)
            tiles.Add(new MontageTile($"input {Numbers.Share(record.Shares.Input)}", Paint(result.InputTerm)));
        foreach (var (term, about) in result.Terms.Zip(record.Terms))
        {
            if (about.Shape is [_, _, var height, var width] && height * width > 1)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{about.Node} {height}x{width} {Numbers.Share(about.Share)}");
                tiles.Add(new MontageTile(name, Paint(term.Product())));
            }
        }

        var drawn = tiles.Count - 1 - (result.InputTerm.dim() == 4 ? 1 : 0);
        return Montage.Compose(tiles, $"{ExplainSummary.ClassName(record)}: {Numbers.Value(record.Score)}; {drawn} of {record.TermCount} bias terms have a place on the picture");
    }

    private static RgbImage Paint(Tensor term)
    {
        using var scope = NewDisposeScope();
        var heat = HeatMap.FromTensor(term.abs());
        return heat.Paint(Imaging.ColorMaps.ColorMap.Sequential, HeatScale.Of(heat, signed: false));
    }
}
