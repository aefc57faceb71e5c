using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Salience.Attribution.Differences;

/// <summary>What lives as long as one pass over pairs of image and reference.</summary>
/// <param name="threshold">Differences below it have the derivative for a multiplier.</param>
/// <param name="rows">Pairs in the pass.</param>
internal sealed class DifferenceSession(double threshold, int rows) : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, (Tensor Spread, int Reads)> _spreads = [];
    private Tensor? _held;

    /// <summary>Differences below it have the derivative for a multiplier.</summary>
    public double Threshold => threshold;

    /// <summary>Pairs in the pass.</summary>
    public int Rows => rows;

    /// <summary>What went wrong during the backward pass, thrown after it: an exception must not cross libtorch's frames.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Disposes <paramref name="value"/> with the session.</summary>
    public void Own(IDisposable value) => _owned.Add(value);

    /// <summary>Keeps the spread of a value, on the tape, for the nodes that read it.</summary>
    public void KeepSpread(string value, Tensor spread) => _spreads[value] = (spread.DetachFromDisposeScope(), 0);

    /// <summary>The spread of a value, on the tape.</summary>
    public Tensor Spread(string value) => _spreads[value].Spread;

    /// <summary>One of <paramref name="readers"/> nodes has read a spread; after the last one it is freed.</summary>
    public void SpreadRead(string value, int readers)
    {
        if (!_spreads.TryGetValue(value, out var kept))
            return;
        _spreads[value] = (kept.Spread, kept.Reads + 1);
        if (kept.Reads + 1 < readers)
            return;
        kept.Spread.Dispose();
        _spreads.Remove(value);
    }

    /// <summary>Keeps the handle of a gradient until the next one comes: only then the engine has taken it over.</summary>
    public void Hold(Tensor? gradient)
    {
        _held?.Dispose();
        _held = gradient?.DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Hold(null);
        foreach (var (spread, _) in _spreads.Values)
            spread.Dispose();
        foreach (var value in _owned)
            value.Dispose();
    }
}
