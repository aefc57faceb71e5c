using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = TorchSharp.Modules.BatchNorm;

namespace Salience.Modules;

/// <summary>Hooks on the leaves of a module that put probes behind their outputs while the module runs.</summary>
internal sealed class ModuleRecorder : IDisposable
{
    private readonly GradientTape _tape;
    private readonly ModuleHooks _hooks = new();
    private readonly Dictionary<string, int> _order = [];
    private readonly Dictionary<nn.Module, int> _calls = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<nn.Module, Tensor[]> _entered = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<nn.Module, nn.Module> _before;
    private readonly HashSet<nn.Module> _firsts;
    private readonly Dictionary<nn.Module, (Tensor Plain, Tensor Probed)> _written = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<nn.Module, nn.Module> _merged = new(ReferenceEqualityComparer.Instance);

    public ModuleRecorder(ModuleTree tree, GradientTape tape, bool mergeBatchNorm)
    {
        _tape = tape;
        tape.Order = _order;
        var pairs = mergeBatchNorm ? tree.Neighbours().Where(IsAffinePair).ToList() : [];
        _before = pairs.ToLookup(p => p.Second, p => p.First, (IEqualityComparer<nn.Module>)ReferenceEqualityComparer.Instance);
        _firsts = new HashSet<nn.Module>(pairs.Select(p => p.First), ReferenceEqualityComparer.Instance);
        foreach (var leaf in tree.Leaves)
        {
            var bias = LeafBias.Of(leaf.Module);
            if (bias.Kind != BiasKind.None)
                _hooks.Attach(leaf.Module, inputs => Enter(leaf, bias, inputs), (inputs, output) => Exit(leaf, bias, inputs, output));
        }
    }

    public void Dispose() => _hooks.Dispose();

    private static bool IsAffinePair((nn.Module First, nn.Module Second) pair) =>
        pair is { First: Linear { bias: not null } or Convolution { bias: not null }, Second: BatchNorm { running_mean: not null, running_var: not null } };

    private Tensor[] Enter(ModuleTree.Entry leaf, LeafBias bias, Tensor[] inputs)
    {
        _tape.Cancellation.ThrowIfCancellationRequested();
        if (bias.Kind != BiasKind.Explicit)
        {
            // Copies, because the module or the code behind it may overwrite its input.
            using var quiet = no_grad();
            _entered[leaf.Module] = inputs.Select(x => x.clone()).ToArray();
            return inputs;
        }

        // A batch norm behind its affine neighbour reads past the neighbour's probe, which then sees no gradient from here: the
        // two have one term. Any other reader of the neighbour's output keeps the probe, so nothing is lost.
        foreach (var first in _before[leaf.Module])
        {
            if (_written.TryGetValue(first, out var written) && ReferenceEquals(written.Probed, inputs[0]))
            {
                _merged[leaf.Module] = first;
                return [written.Plain];
            }
        }

        return inputs;
    }

    private Tensor Exit(ModuleTree.Entry leaf, LeafBias bias, Tensor[] inputs, Tensor output)
    {
        var call = _calls[leaf.Module] = _calls.GetValueOrDefault(leaf.Module) + 1;
        var active = inputs.Select(x => x.requires_grad).ToArray();
        if (!output.requires_grad || !active.Contains(true))
            return output;
        var name = call == 1 ? leaf.Name : $"{leaf.Name}#{call}";
        var node = new Node(name, bias.Operator, [], [name]);
        _order[name] = _order.Count;
        var probed = bias.Kind == BiasKind.Explicit
            ? _tape.AttachExplicit(output, node, 0, Constant(leaf.Module, output))
            : _tape.AttachImplicit(output, node, 0, bias.Kind, new OperatorCall(_entered[leaf.Module], active, []));
        Release(leaf.Module, inputs, output, probed);
        return probed;
    }

    private Tensor Constant(nn.Module leaf, Tensor output)
    {
        using var quiet = no_grad();
        return _merged.TryGetValue(leaf, out var first)
            ? LeafBias.MergedConstant(first, (BatchNorm)leaf, output.shape)
            : LeafBias.Constant(leaf, output.shape);
    }

    /// <summary>Frees the handle on what the module wrote, which the probed one replaces, unless a batch norm will read it.</summary>
    private void Release(nn.Module leaf, Tensor[] inputs, Tensor output, Tensor probed)
    {
        if (_merged.Remove(leaf, out var first) && _written.Remove(first, out var read))
            read.Plain.Dispose();
        if (_firsts.Contains(leaf))
            _written[leaf] = (output, probed);
        else if (!inputs.Contains(output, ReferenceEqualityComparer.Instance))
            output.Dispose();
    }
}
