using Salience.Onnx.Format;
using Salience.Onnx.Metadata;

namespace Salience.Onnx.Graph;

/// <summary>The graph of a model: values, initialisers and nodes in execution order, checked for consistency.</summary>
internal sealed class OnnxGraph
{
    /// <summary>Format version since which a model must import operator sets; before, there was only the first.</summary>
    private const long FirstVersionWithOpsets = 3;

    private OnnxGraph(
        OnnxFile file, IReadOnlyList<OnnxValue> inputs, IReadOnlyList<OnnxValue> outputs, IReadOnlyDictionary<string, TensorProto> initializers, IReadOnlyList<FlatNode> nodes)
    {
        File = file;
        Inputs = inputs;
        Outputs = outputs;
        Initializers = initializers;
        Budget = new AllocationBudget(file.Length);
        Tensors = new OnnxTensorReader(file.Path, file.Folder, Budget);
        var exact = ExactNumbers.Of(ModelMetadata.Of(file.Model));
        Nodes = nodes.Select(n => new OnnxNode(n, file.Path, Tensors, exact)).ToList();
        Opsets = GraphFlattener.Opsets(file.Model.OpsetImport);
    }

    /// <summary>The file.</summary>
    public OnnxFile File { get; }

    /// <summary>What a caller supplies; inputs that only name an initialiser are left out.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    /// <summary>What the model computes.</summary>
    public IReadOnlyList<OnnxValue> Outputs { get; }

    /// <summary>Values inside the graph that the model declares; those it declares badly are left out, they bind nobody.</summary>
    public IReadOnlyList<OnnxValue> Intermediates { get; private init; } = [];

    /// <summary>Stored constants by name.</summary>
    public IReadOnlyDictionary<string, TensorProto> Initializers { get; }

    /// <summary>Nodes in execution order.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>Imported operator sets by domain.</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; }

    /// <summary>How much memory the model may take while it is read.</summary>
    public AllocationBudget Budget { get; }

    /// <summary>Decodes the tensors of this model.</summary>
    public OnnxTensorReader Tensors { get; }

    /// <summary>Reads and checks the graph of a file.</summary>
    /// <exception cref="OnnxFormatException">The graph contradicts itself.</exception>
    public static OnnxGraph Load(OnnxFile file)
    {
        var graph = file.Model.Graph;
        if (file.Model.IrVersion >= FirstVersionWithOpsets && file.Model.OpsetImport.Count == 0)
            throw OnnxFormatException.In(file.Path, "does not say which operator set it uses, so it is truncated or damaged. Download or export it again.");
        if (graph.SparseInitializer.Count > 0)
            throw OnnxFormatException.In(file.Path, $"stores '{graph.SparseInitializer[0].Values?.Name}' as a sparse tensor, which is not supported. Save the model with dense weights.");
        var (flat, branchInitializers) = GraphFlattener.Flatten(file.Path, file.Model);
        var initializers = new Dictionary<string, TensorProto>(branchInitializers);
        foreach (var initializer in graph.Initializer)
        {
            if (!initializers.TryAdd(initializer.Name, initializer))
                throw OnnxFormatException.In(file.Path, $"holds the tensor '{initializer.Name}' twice. The file is damaged.");
        }

        var inputs = graph.Input.Where(i => !initializers.ContainsKey(i.Name)).Select(i => OnnxValue.Read(file.Path, "input", i)).ToList();
        var outputs = graph.Output.Select(o => OnnxValue.Read(file.Path, "output", o)).ToList();
        var given = initializers.Keys.ToHashSet();
        foreach (var input in inputs.Where(i => !given.Add(i.Name)))
            throw OnnxFormatException.In(file.Path, $"declares the input '{input.Name}' twice. The file is damaged.");
        var nodes = ExecutionOrder.Sort(file.Path, flat, given);
        var known = nodes.SelectMany(n => n.Outputs).Concat(given).ToHashSet();
        foreach (var output in outputs.Where(o => !known.Contains(o.Name)))
            throw OnnxFormatException.In(file.Path, $"has the output '{output.Name}', which no node writes. The file is damaged.");
        if (outputs.Count == 0)
            throw OnnxFormatException.In(file.Path, "has no output. Export the model again.");
        return new OnnxGraph(file, inputs, outputs, initializers, nodes)
        {
            Intermediates = graph.ValueInfo.Where(OnnxValue.IsTensor).Select(v => OnnxValue.Read(file.Path, "value", v)).ToList(),
        };
    }
}
