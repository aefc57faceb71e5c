using static TorchSharp.torch;

namespace Salience.Networks.Passes;

/// <summary>What one run of a network shows: the shape of every value, and the values that do not depend on what any input holds.</summary>
/// <remarks>Sizes that the network leaves open are guessed; where no guess runs there is no trace, and formulas over axes stay unnamed.</remarks>
internal sealed class NetworkTrace : IExecutionObserver, IDisposable
{
    /// <summary>Elements of the largest independent value that is kept; shapes, masks and axes are small.</summary>
    private const long Kept = 1 << 20;

    private static readonly long[][] Guesses = [[2, 224], [1, 224], [1, 64], [1, 32], [1, 16]];

    private readonly Dictionary<string, long[]> _shapes = [];
    private readonly Dictionary<string, Tensor> _constants = [];
    private readonly IReadOnlyList<Dependence> _dependences;

    private NetworkTrace(Network network) => _dependences = [.. network.Inputs.Select(i => new Dependence(network.Nodes, i.Name))];

    /// <summary>Runs the network once on random values; <see langword="null"/> where it does not run on any guessed size.</summary>
    public static NetworkTrace? Of(Network network)
    {
        var open = network.Inputs.Any(i => i.Shape.Contains(null));
        foreach (var guess in open ? Guesses : Guesses[..1])
        {
            var trace = new NetworkTrace(network);
            try
            {
                trace.Run(network, guess[0], guess[1]);
                return trace;
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidCastException or IndexOutOfRangeException)
            {
                trace.Dispose();
            }
        }

        return null;
    }

    /// <summary>The shape that a value had.</summary>
    public long[]? ShapeOf(string value) => _shapes.GetValueOrDefault(value);

    /// <summary>A value that does not depend on what any input holds, at most on its size; kept by the trace.</summary>
    public Tensor? ConstantOf(string value) => _constants.GetValueOrDefault(value);

    public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
    {
        for (var i = 0; i < outputs.Length && i < node.Outputs.Count; i++)
        {
            var name = node.Outputs[i];
            _shapes[name] = outputs[i].shape;
            if (!_dependences.Any(d => d.Contains(name)) && outputs[i].numel() <= Kept)
                _constants[name] = outputs[i].detach().clone().DetachFromDisposeScope();
        }
    }

    public void Dispose()
    {
        foreach (var constant in _constants.Values)
            constant.Dispose();
    }

    private void Run(Network network, long batch, long size)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var generator = new Generator(1);
        var inputs = new Dictionary<string, Tensor>();
        foreach (var input in network.Inputs)
        {
            var shape = input.Shape.Select((s, i) => s ?? (i == 0 ? batch : size)).ToArray();
            var values = rand(shape, generator: generator);
            inputs.Add(input.Name, values.to_type(input.Type));
            _shapes[input.Name] = shape;
        }

        Execution.Run(network, inputs, network.Outputs, this, CancellationToken.None);
    }
}
