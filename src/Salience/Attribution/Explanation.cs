using Salience.Decomposition;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>What a method says of a batch: a map for each image, the attributions it was made of, and what they add up to.</summary>
public class Explanation : IDisposable
{
    /// <summary>Takes the tensors over; they leave every dispose scope.</summary>
    /// <param name="map"><c>(N, 1, H, W)</c>.</param>
    /// <param name="values">Attributions, or <see langword="null"/>.</param>
    /// <param name="outputs"><c>(N, K)</c>.</param>
    /// <param name="scores">The explained scalars.</param>
    /// <param name="account">What the attributions add up to, where the method promises something.</param>
    internal Explanation(Tensor map, Tensor? values, Tensor outputs, TargetScores scores, SumAccount? account)
    {
        (Map, Values, Outputs) = (map.DetachFromDisposeScope(), values?.DetachFromDisposeScope(), outputs.alias().DetachFromDisposeScope());
        (Scores, Classes, Account) = (PerImage.Values(scores.Scores), scores.Classes, account);
    }

    /// <summary><c>(N, 1, H, W)</c>, in the network's floating type; scale and sign as the method's settings say.</summary>
    public Tensor Map { get; }

    /// <summary>
    /// The attributions before they became a map: shaped like the input, or <c>(N, 1, h, w)</c> at the resolution of a layer.
    /// <see langword="null"/> where the method makes maps only.
    /// </summary>
    public Tensor? Values { get; }

    /// <summary>All outputs of the network, <c>(N, K)</c>.</summary>
    public Tensor Outputs { get; }

    /// <summary>The explained scalar of each image.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>The explained class of each image, where the target names one.</summary>
    public IReadOnlyList<long>? Classes { get; }

    /// <summary>What the attributions add up to and what they should; <see langword="null"/> where the method promises nothing.</summary>
    public SumAccount? Account { get; }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Map.Dispose();
        Values?.Dispose();
        Outputs.Dispose();
        GC.SuppressFinalize(this);
    }
}
