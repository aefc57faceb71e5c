using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>Which token stands at which place of the picture.</summary>
/// <param name="Tokens">Number of tokens.</param>
/// <param name="Index">The token of each place, row by row.</param>
/// <param name="Height">Rows of the grid.</param>
/// <param name="Width">Columns of the grid.</param>
internal sealed record TokenGrid(long Tokens, long[] Index, int Height, int Width)
{
    /// <summary>Tokens without a place, in order; the class token is the first.</summary>
    public IReadOnlyList<long> WithoutPlace => [.. Enumerable.Range(0, (int)Tokens).Select(t => (long)t).Except(Index)];

    /// <summary>The grid of a recorded run, or the reason why attention cannot be followed from layer to layer.</summary>
    /// <param name="sites">The attentions, one at least.</param>
    /// <param name="run">What they were.</param>
    /// <param name="place">Where on the picture a value belongs.</param>
    public static (TokenGrid? Grid, string? Reason) Of(IReadOnlyList<AttentionSite> sites, AttentionRecorder run, Func<string, Tensor, Placement> place)
    {
        using var scope = NewDisposeScope();
        TokenGrid? first = null;
        foreach (var site in sites)
        {
            var name = site.Mixer.Name;
            var (weights, values) = (run.Weights(site).shape, run.ValueShape(site));
            if (weights.Length < 3 || weights[^1] != weights[^2] || values.Length < 3 || !site.IsOverKeys(weights.Length))
                return (null, $"attention '{name}' is not that of one set of tokens to itself.");
            if (place(site.Values, zeros(1).expand(values)) is not Placement.Grid grid)
                return (null, $"the tokens of attention '{name}' have no place on the picture.");
            var tokens = weights[^1];
            if (tokens < grid.Height * grid.Width)
            {
                return (null, $"attention '{name}' sees windows of {tokens} tokens of the {grid.Height}×{grid.Width} on the picture; "
                    + "what passes between windows is not in its weights.");
            }

            // An element of the values stands at (…, token, element), whatever comes before.
            var index = grid.Index.Take(grid.Height * grid.Width).Select(i => i / values[^1] % values[^2]).ToArray();
            if (first is not null && (first.Tokens != tokens || !first.Index.SequenceEqual(index)))
                return (null, $"its tokens change between attention '{sites[0].Mixer.Name}' and '{name}'.");
            if (index.Distinct().Count() != index.Length)
                return (null, $"several places of the picture share a token of attention '{name}'.");
            first = new TokenGrid(tokens, index, grid.Height, grid.Width);
        }

        return (first, null);
    }

    /// <summary>The attributions <c>(N, 1, h, w)</c> from what each token (rows) has of each other one, <c>(N, T, T)</c>.</summary>
    public Tensor Read(Tensor relevance, AttentionReadout readout)
    {
        using var scope = NewDisposeScope();
        var classToken = WithoutPlace.Count > 0 && readout != AttentionReadout.Mean ? WithoutPlace[0] : (long?)null;
        if (classToken is null && readout == AttentionReadout.ClassToken)
            throw new ArgumentException("The network has no class token: every token has a place on the picture. Use readout=mean.");
        var row = classToken is { } token ? relevance.select(1, token) : relevance.mean([1]);
        return row.index_select(1, tensor(Index)).view(row.shape[0], 1, Height, Width).MoveToOuterDisposeScope();
    }
}
