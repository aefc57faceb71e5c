using static TorchSharp.torch;

namespace Salience.Networks.Training;

/// <summary>All learnable parameters in one vector, weights first, and their gradients in another.</summary>
/// <remarks>
/// Every parameter is a leaf that lies in the vector, so that an optimiser takes a few steps over two long vectors in place of a few
/// for each of hundreds of tensors, and a checkpoint holds one array. Parameters begin at multiples of 64 bytes; the gaps stay zero.
/// </remarks>
internal sealed class ParameterVector : IDisposable
{
    private const long Alignment = 64;
    private readonly List<Tensor> _gradientViews = [];

    /// <summary>Copies the parameters.</summary>
    public ParameterVector(IReadOnlyList<(string Name, ParameterRole Role, Tensor Value)> parameters, ScalarType type)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var ordered = parameters.OrderBy(p => p.Role != ParameterRole.Weight).ToList();
        var step = Alignment / (type == ScalarType.Float64 ? sizeof(double) : sizeof(float));
        var total = 0L;
        var offsets = new List<long>();
        foreach (var (_, role, value) in ordered)
        {
            offsets.Add(total);
            total += (value.numel() + step - 1) / step * step;
            if (role == ParameterRole.Weight)
                WeightLength = total;
        }

        Values = zeros([total], type).DetachFromDisposeScope();
        Gradients = zeros([total], type).DetachFromDisposeScope();
        Parameters = [.. ordered.Zip(offsets, (p, offset) => Place(p.Name, p.Role, p.Value, offset))];
    }

    /// <summary>The values, gaps included.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients, laid out like the values; a backward pass adds to them.</summary>
    public Tensor Gradients { get; }

    /// <summary>How many elements at the beginning belong to weights.</summary>
    public long WeightLength { get; }

    /// <summary>The parameters, weights first.</summary>
    public IReadOnlyList<TrainableParameter> Parameters { get; }

    public void Dispose()
    {
        foreach (var parameter in Parameters)
            parameter.Value.Dispose();
        foreach (var view in _gradientViews)
            view.Dispose();
        Values.Dispose();
        Gradients.Dispose();
    }

    private TrainableParameter Place(string name, ParameterRole role, Tensor source, long offset)
    {
        var leaf = Values.narrow(0, offset, source.numel()).view(source.shape).detach();
        leaf.copy_(source);
        leaf.requires_grad = true;
        var gradient = Gradients.narrow(0, offset, source.numel()).view(source.shape);
        leaf.grad = gradient;
        _gradientViews.Add(gradient.DetachFromDisposeScope());
        return new TrainableParameter(name, role, leaf.DetachFromDisposeScope());
    }
}
