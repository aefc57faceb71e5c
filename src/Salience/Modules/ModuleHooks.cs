using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>Forward hooks on modules of one or two tensors, taken off when disposed.</summary>
internal sealed class ModuleHooks : IDisposable
{
    private readonly List<Action> _removals = [];

    /// <summary>Whether a module of this type can carry the hooks.</summary>
    public static bool Fit(nn.Module module) => module is nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor>;

    /// <summary>Attaches hooks where the module's type allows it.</summary>
    /// <param name="module">The module.</param>
    /// <param name="enter">From the inputs given to the inputs the module shall read.</param>
    /// <param name="exit">From inputs and output to the output the caller shall see.</param>
    public void Attach(nn.Module module, Func<Tensor[], Tensor[]> enter, Func<Tensor[], Tensor, Tensor> exit)
    {
        if (module is nn.Module<Tensor, Tensor> unary)
        {
            _removals.Add(unary.register_forward_pre_hook((_, x) => enter([x])[0]).remove);
            _removals.Add(unary.register_forward_hook((_, x, y) => exit([x], y)).remove);
        }
        else if (module is nn.Module<Tensor, Tensor, Tensor> binary)
        {
            _removals.Add(binary.register_forward_pre_hook((_, a, b) =>
            {
                var read = enter([a, b]);
                return (read[0], read[1]);
            }).remove);
            _removals.Add(binary.register_forward_hook((_, a, b, y) => exit([a, b], y)).remove);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var remove in _removals)
            remove();
        _removals.Clear();
    }
}
