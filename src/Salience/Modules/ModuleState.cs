using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>Puts a module into evaluation mode with frozen parameters, and back as it was when disposed.</summary>
internal sealed class ModuleState : IDisposable
{
    private readonly List<(nn.Module Module, int Height, bool Training)> _modes = [];
    private readonly List<Parameter> _frozen;

    private ModuleState(nn.Module root)
    {
        Remember(root, new HashSet<nn.Module>(ReferenceEqualityComparer.Instance));
        _frozen = root.parameters().Where(p => p.requires_grad).ToList();
    }

    /// <summary>Remembers the state of every submodule and parameter, then changes it.</summary>
    public static ModuleState Freeze(nn.Module root)
    {
        var state = new ModuleState(root);
        root.eval();
        foreach (var parameter in state._frozen)
            parameter.requires_grad = false;
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Setting a module's mode sets those below it too, so the tallest comes first.
        foreach (var (module, _, training) in _modes.OrderByDescending(m => m.Height))
            module.train(training);
        foreach (var parameter in _frozen)
            parameter.requires_grad = true;
    }

    /// <summary>Notes a module's mode once; returns its height above the leaves.</summary>
    private int Remember(nn.Module module, HashSet<nn.Module> seen)
    {
        if (!seen.Add(module))
            return _modes.Where(m => ReferenceEquals(m.Module, module)).Select(m => m.Height).FirstOrDefault();
        var height = 0;
        foreach (var (_, child) in module.named_children())
            height = Math.Max(height, 1 + Remember(child, seen));
        _modes.Add((module, height, module.training));
        return height;
    }
}
