using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Tensors that several cells share, by name; made when they are first asked for.</summary>
internal sealed class TensorShelf : IDisposable
{
    private readonly Dictionary<string, Tensor> _kept = [];

    /// <summary>The tensor of that name. It belongs to the shelf.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; the tensor becomes the shelf's.</param>
    public Tensor Keep(string name, Func<Tensor> make)
    {
        if (!_kept.TryGetValue(name, out var tensor))
            _kept.Add(name, tensor = make().DetachFromDisposeScope());
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _kept.Values)
            tensor.Dispose();
        _kept.Clear();
    }
}
