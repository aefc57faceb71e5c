using System.Globalization;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>Finds the modules whose own code computes what no hook sees, by checking the identity module by module.</summary>
/// <remarks>
/// Every container is run alone on the input it had: with a random u, <c>⟨u, y⟩</c> must equal <c>⟨Jᵀu, x⟩</c> and the bias terms of
/// the leaves inside it. The innermost containers for which it does not are named.
/// </remarks>
internal sealed class ResidualSearch(nn.Module<Tensor, Tensor> module, ModuleTree tree, ScalarType type)
{
    private const string Whole = $"{nameof(TorchModuleSettings)}.{nameof(TorchModuleSettings.Whole)}";

    private readonly Dictionary<nn.Module, Tensor> _inputs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nn.Module> _called = new(ReferenceEqualityComparer.Instance);

    /// <summary>One sentence for each thing found.</summary>
    /// <param name="images">The explained input.</param>
    /// <param name="residual">The largest relative residual.</param>
    /// <param name="cancellation">Ends the work between two modules.</param>
    public IReadOnlyList<string> Describe(Tensor images, double residual, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var state = ModuleState.Freeze(module);
        RecordInputs(images);
        List<string> remarks =
            [string.Create(CultureInfo.InvariantCulture, $"The terms miss the output by {residual:g3} of it: the hooks do not see a part of the module.")];
        foreach (var leaf in tree.Leaves.Where(l => LeafBias.Of(l.Module).Kind != BiasKind.None))
        {
            if (!ModuleHooks.Fit(leaf.Module))
                remarks.Add($"Module {leaf} is no function of one or two tensors, so its bias is unknown: wrap it in a module that is, and name that in {Whole}.");
            else if (!_called.Contains(leaf.Module))
                remarks.Add($"Module {leaf} was never called by 'call': hooks do not see 'forward'.");
        }

        foreach (var container in Innermost(cancellation))
            remarks.Add($"Look at the code of module {container}: it computes something with a bias beside its submodules. Make that a module of its own, or name '{container.Name}' in {Whole}.");
        return remarks;
    }

    private void RecordInputs(Tensor images)
    {
        using var quiet = no_grad();
        using var hooks = new ModuleHooks();
        foreach (var container in tree.Containers.Where(c => c.Module is nn.Module<Tensor, Tensor>))
        {
            hooks.Attach(container.Module, inputs =>
            {
                _inputs.TryAdd(container.Module, inputs[0].clone());
                return inputs;
            }, (_, y) => y);
        }

        foreach (var leaf in tree.Leaves)
        {
            hooks.Attach(leaf.Module, inputs => inputs, (_, y) =>
            {
                _called.Add(leaf.Module);
                return y;
            });
        }

        module.call(images.detach().to_type(type, copy: true));
    }

    /// <summary>The containers for which the identity fails, without those that merely hold such a one.</summary>
    private List<ModuleTree.Entry> Innermost(CancellationToken cancellation)
    {
        var failing = tree.Containers.Where(c => Fails(c, cancellation)).ToList();
        return failing.Where(c => !tree.Below(c).Containers.Any(inner => !ReferenceEquals(inner, c) && failing.Contains(inner))).ToList();
    }

    private bool Fails(ModuleTree.Entry container, CancellationToken cancellation)
    {
        if (!_inputs.TryGetValue(container.Module, out var x) || !x.is_floating_point())
            return false;
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        using var tape = new GradientTape(GradientTape.Leaf(x, x.dtype), cancellation);
        using var recorder = new ModuleRecorder(tree.Below(container), tape, mergeBatchNorm: false);
        var output = ((nn.Module<Tensor, Tensor>)container.Module).call(tape.Input.clone());
        if (!output.requires_grad)
            return false;
        tape.Finish(output, container.Name);
        using var generator = new Generator(0);
        var u = randn(tape.Output.shape, x.dtype, generator: generator);
        var terms = new TermSum();
        var gradient = tape.Backward(u, terms, last: true);
        using var quiet = no_grad();
        var (whole, direct) = (u * tape.Output, gradient * tape.Input);
        var difference = Math.Abs(Total(whole) - Total(direct) - terms.Sum);
        return !(difference <= ModuleModel.Tolerance(x.dtype) * (Total(whole.abs()) + Total(direct.abs()) + terms.Magnitude));
    }

    private static double Total(Tensor values) => PerImage.Sum(values, 1)[0];

    /// <summary>Adds up bias terms.</summary>
    private sealed class TermSum : IBiasTermSink
    {
        public double Sum { get; private set; }

        public double Magnitude { get; private set; }

        public void Accept(Node node, int output, Tensor gradient, Tensor bias, BiasKind kind)
        {
            var term = gradient * bias;
            Sum += Total(term);
            Magnitude += Total(term.abs());
        }
    }
}
