using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Terms without a place, until the backward pass is over, and what becomes of them then.</summary>
internal sealed class GlobalTerms(GlobalRule rule, int images)
{
    private readonly List<(string Value, double[] Amounts)> _terms = [];

    /// <summary>Adds a term, or the part of one that has no place.</summary>
    /// <param name="value">Name of the value it belongs to.</param>
    /// <param name="amounts">In units of the output, for each image.</param>
    public void Add(string value, double[] amounts) => _terms.Add((value, amounts));

    /// <summary>Draws the terms as the rule says.</summary>
    /// <param name="pass">The backward pass.</param>
    /// <param name="place">Where a value belongs, by its name.</param>
    /// <param name="input">Name of the explained input.</param>
    /// <param name="draw">Draws amounts <c>(N, 1, h, w)</c> at a value.</param>
    /// <param name="spread">Draws an amount for each image, the same at every pixel.</param>
    /// <returns>What is not drawn, for each image.</returns>
    public double[] Draw(
        FullGradientPass.Pass pass, Func<string, Tensor, Placement> place, string input, Action<string, Tensor> draw, Action<double[]> spread)
    {
        var total = new double[images];
        foreach (var (_, amounts) in _terms)
            total = [.. total.Zip(amounts, (a, b) => a + b)];
        switch (rule)
        {
            case GlobalRule.Drop:
                return total;
            case GlobalRule.Spread:
                spread(total);
                return new double[images];
            default:
                CarryBack(pass, place, input, draw, spread);
                return new double[images];
        }
    }

    private void CarryBack(
        FullGradientPass.Pass pass, Func<string, Tensor, Placement> place, string input, Action<string, Tensor> draw, Action<double[]> spread)
    {
        using var projection = new BackProjection(images, place, input);
        foreach (var (value, amounts) in _terms)
            projection.Add(value, amounts);
        foreach (var (value, map) in projection.Run(pass.Watched))
            draw(value, map);
        if (projection.Remainder.Any(r => r != 0))
            spread(projection.Remainder);
    }
}
