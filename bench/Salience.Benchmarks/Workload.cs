using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Benchmarks;

/// <summary>One network and one batch of pictures with the three passes that are compared.</summary>
internal sealed class Workload : IDisposable
{
    private readonly Network _network;
    private readonly Tensor _images;
    private readonly FullGrad _fullGrad;

    public Workload(string network, int batch)
    {
        _network = Architectures.Build(network);
        using var generator = new Generator(2);
        _images = randn([batch, 3, 224, 224], generator: generator).DetachFromDisposeScope();
        _fullGrad = new FullGrad(_network);
    }

    /// <summary>The passes by the name that a child process is given.</summary>
    public void Run(string pass)
    {
        switch (pass)
        {
            case "forward":
                Forward();
                break;
            case "backward":
                ForwardAndBackward();
                break;
            case "fullgrad":
                Explain();
                break;
            default:
                throw new ArgumentException($"No pass is named '{pass}'. Passes: forward, backward, fullgrad.", nameof(pass));
        }
    }

    /// <summary>The outputs, without recording.</summary>
    public void Forward()
    {
        using var quiet = no_grad();
        _network.Run(_images).Dispose();
    }

    /// <summary>The gradient of each image's largest output at the input; parameters are frozen.</summary>
    public void ForwardAndBackward()
    {
        using var scope = NewDisposeScope();
        var leaf = _images.detach().requires_grad_();
        autograd.grad([_network.Run(leaf).amax([1]).sum()], [leaf]);
    }

    /// <summary>The FullGrad map of each image's largest output.</summary>
    public void Explain() => _fullGrad.Explain(_images, Target.ArgMax).Dispose();

    public void Dispose()
    {
        _fullGrad.Dispose();
        _images.Dispose();
        _network.Dispose();
    }
}
