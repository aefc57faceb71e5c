using Salience.Attribution;
using Salience.Benchmarks.Methods;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Benchmarks;

/// <summary>One network and one batch of pictures with the passes that are compared.</summary>
internal sealed class Workload : IDisposable
{
    private readonly Network _network;
    private readonly Tensor _images;
    private readonly FullGrad _fullGrad;

    public Workload(string network, int batch)
    {
        _network = Architectures.Build(network);
        using var generator = new Generator(2);
        _images = randn(Architectures.Pictures(_network, batch), generator: generator).DetachFromDisposeScope();
        _fullGrad = new FullGrad(_network);
    }

    /// <summary>The passes by the name that a child process is given: forward, backward, fullgrad, or a method with its settings.</summary>
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
                Explain(pass);
                break;
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

    /// <summary>The map of a method: of one picture, its copies filling the batch, or of the batch.</summary>
    /// <param name="text">The method as <see cref="AttributionMethods.Create"/> reads it.</param>
    private void Explain(string text)
    {
        using var method = AttributionMethods.Create(text, _network, (int)_images.shape[0]);
        using var one = _images.narrow(0, 0, 1);
        method.Explain(MethodCase.Find(method.Description.Name).Settings is null ? _images : one, Target.ArgMax).Dispose();
    }

    public void Dispose()
    {
        _fullGrad.Dispose();
        _images.Dispose();
        _network.Dispose();
    }
}
