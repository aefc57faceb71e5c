using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Benchmarks.Methods;

/// <summary>A method on a network, and the bare passes that it needs.</summary>
/// <remarks>
/// A method that makes copies explains one picture in passes of a batch, the bare passes run as many copies in the same portions. A method that
/// looks at pictures once explains a batch of them.
/// </remarks>
internal sealed class MethodWorkload : IDisposable
{
    private readonly Network _network;
    private readonly MethodCase _case;
    private readonly Tensor _images;
    private readonly AttributionMethod _method;
    private readonly List<Tensor> _portions = [];
    private readonly string? _layer;
    private readonly Network? _head;

    public MethodWorkload(string network, MethodCase method, int batch, int copies)
    {
        using var scope = NewDisposeScope();
        (_network, _case) = (Architectures.Build(network), method);
        using var generator = new Generator(2);
        var single = randn(Architectures.Pictures(_network, 1), generator: generator);
        var all = method.Settings is null ? batch : method.Copies(copies);
        for (var done = 0; done < all; done += batch)
            _portions.Add((single + 0.1 * randn([Math.Min(batch, all - done), .. single.shape[1..]], generator: generator)).DetachFromDisposeScope());
        _images = method.Settings is null ? _portions[0] : single.DetachFromDisposeScope();
        _method = AttributionMethods.Create(method.Text(copies, Architectures.Side(_network)), _network, batch);
        if (method.Reference == MethodReference.ForwardAndBackwardToLayer)
            (_layer, _head) = Cut();
    }

    /// <summary>The method with other settings, as a child process reads it.</summary>
    public string Text(int copies) => _case.Text(copies, Architectures.Side(_network));

    /// <summary>What the method gives for the best class.</summary>
    public void Explain() => _method.Explain(_images, Target.ArgMax).Dispose();

    /// <summary>The passes that it needs.</summary>
    public void Reference()
    {
        foreach (var portion in _portions)
            Pass(portion);
    }

    public void Dispose()
    {
        _method.Dispose();
        _head?.Dispose();
        _network.Dispose();
        if (_case.Settings is not null)
            _images.Dispose();
        _portions.ForEach(p => p.Dispose());
    }

    private void Pass(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var recording = set_grad_enabled(_case.Reference != MethodReference.Forward);
        switch (_case.Reference)
        {
            case MethodReference.Forward:
                _network.Run(images);
                break;
            case MethodReference.ForwardAndBackward:
                Gradient(_network, images.detach());
                break;
            default:
                Gradient(_head!, Features(images, _layer!));
                break;
        }
    }

    private Tensor Features(Tensor images, string layer)
    {
        using var quiet = no_grad();
        return _network.Run(new Dictionary<string, Tensor> { [_network.Inputs[0].Name] = images }, [layer])[layer];
    }

    private static void Gradient(Network network, Tensor leaf)
    {
        leaf.requires_grad_();
        autograd.grad([network.Run(leaf).amax([1]).sum()], [leaf]);
    }

    /// <summary>The layer that the method chooses, and the network from there on.</summary>
    private (string Layer, Network Head) Cut()
    {
        var activation = (ClassActivationMethod)_method;
        activation.Explain(_images.narrow(0, 0, 1), Target.ArgMax).Dispose();
        var value = _network.Nodes.First(n => n.Name == activation.Layer).Outputs[0];
        return (value, HeadOfNetwork.From(_network, value, (int)Features(_images, value).dim()));
    }
}
