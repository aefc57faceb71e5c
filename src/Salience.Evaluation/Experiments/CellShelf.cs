using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>What several cells share, such as tensors, by name; made when it is first asked for.</summary>
internal sealed class CellShelf : IDisposable
{
    private readonly Dictionary<string, IDisposable> _kept = [];

    /// <summary>What is kept under that name. It belongs to the shelf.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; it becomes the shelf's.</param>
    public T Keep<T>(string name, Func<T> make)
        where T : class, IDisposable
    {
        if (_kept.TryGetValue(name, out var known))
            return (T)known;
        var made = make();
        (made as Tensor)?.DetachFromDisposeScope();
        _kept.Add(name, made);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _kept.Values)
            kept.Dispose();
        _kept.Clear();
    }
}
