using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Onnx.Export;

/// <summary>The shapes that two runs of a network show, on inputs that differ in every size it leaves open.</summary>
/// <remarks>A network that runs on none of the sizes tried has no known shapes: they are then not declared, and writers that need one refuse the node.</remarks>
internal sealed class ValueShapes
{
    /// <summary>Batch and other open sizes of the two runs. Large pictures come first: a small one may not survive all poolings.</summary>
    private static readonly (long Batch, long Size)[][] Guesses = [[(1, 224), (2, 256)], [(1, 64), (2, 96)], [(1, 32), (2, 48)], [(1, 8), (2, 16)]];

    private readonly Dictionary<string, long?[]> _shapes = [];

    private ValueShapes()
    {
    }

    /// <summary>Runs the network.</summary>
    public static ValueShapes Of(Network network)
    {
        var open = network.Inputs.Any(i => i.Shape.Contains(null));
        foreach (var guess in open ? Guesses : Guesses[..1])
        {
            try
            {
                var first = Run(network, guess[0].Batch, guess[0].Size);
                return Join(first, open ? Run(network, guess[1].Batch, guess[1].Size) : first);
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidCastException or IndexOutOfRangeException or ArithmeticException)
            {
                // The next size may fit.
            }
        }

        return new ValueShapes();
    }

    /// <summary>Sizes of a value, <see langword="null"/> where they vary; <see langword="null"/> altogether where nothing is known.</summary>
    public IReadOnlyList<long?>? Of(string value) => _shapes.GetValueOrDefault(value);

    private static ValueShapes Join(Dictionary<string, long[]> first, Dictionary<string, long[]> second)
    {
        var joined = new ValueShapes();
        foreach (var (name, shape) in first)
        {
            if (second.TryGetValue(name, out var other) && other.Length == shape.Length)
                joined._shapes.Add(name, [.. shape.Zip(other, (a, b) => a == b ? a : (long?)null)]);
        }

        return joined;
    }

    private static Dictionary<string, long[]> Run(Network network, long batch, long size)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var record = new Record();
        var inputs = new Dictionary<string, Tensor>();
        foreach (var input in network.Inputs)
        {
            var values = rand(input.Shape.Select((s, i) => s ?? (i == 0 ? batch : size)).ToArray(), generator: generator);
            record.Shapes[input.Name] = values.shape;
            inputs.Add(input.Name, values.to_type(input.Type));
        }

        foreach (var (name, value) in network.Parameters)
            record.Shapes[name] = value.shape;
        Execution.Run(network, inputs, network.Outputs, record, CancellationToken.None);
        return record.Shapes;
    }

    private sealed class Record : IExecutionObserver
    {
        public Dictionary<string, long[]> Shapes { get; } = [];

        public void OnExecuted(Node node, IReadOnlyList<Tensor?> inputs, Tensor[] outputs)
        {
            for (var i = 0; i < outputs.Length && i < node.Outputs.Count; i++)
                Shapes[node.Outputs[i]] = outputs[i].shape;
        }
    }
}
