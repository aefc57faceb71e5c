using Salience.Cli.Explaining;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Decomposition;
using Salience.Imaging;

namespace Salience.Cli.Decomposing;

/// <summary>Every layer's term in one picture.</summary>
internal static class LayerSheet
{
    /// <summary>Draws the picture, the input term and every bias term that has a place on the picture.</summary>
    public static RgbImage Draw(RgbImage picture, FullGradientResult result, AccountRecord record)
    {
        MontageTile[] layers = [.. LayerTiles.Of(result.Terms, record.Output!.Value)];
        return Montage.Compose(
            [new MontageTile("picture", picture), .. LayerTiles.Input(result), .. layers],
            $"{ExplainSummary.ClassName(record)}: {Numbers.Value(record.Score)}; {layers.Length} of {record.TermCount} bias terms have a place on the picture");
    }
}
