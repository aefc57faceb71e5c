using System.Diagnostics;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>What several cells or all of a run share, such as tensors and trained networks, by name; made when it is first asked for.</summary>
internal sealed class Shelf : IDisposable
{
    private readonly Dictionary<string, IDisposable> _kept = [];

    /// <summary>Time spent on making what is kept, failures included.</summary>
    public TimeSpan Making { get; private set; }

    /// <summary>What is kept under that name. It belongs to the shelf.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; it becomes the shelf's. A tensor leaves its dispose scope, anything else must hold none of one.</param>
    public T Keep<T>(string name, Func<T> make)
        where T : class, IDisposable
    {
        if (_kept.TryGetValue(name, out var known))
            return (T)known;
        var start = Stopwatch.GetTimestamp();
        try
        {
            var made = make();
            (made as Tensor)?.DetachFromDisposeScope();
            _kept.Add(name, made);
            return made;
        }
        finally
        {
            Making += Stopwatch.GetElapsedTime(start);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _kept.Values)
            kept.Dispose();
        _kept.Clear();
    }
}
