using Salience.Onnx.Format;
using Salience.Onnx.Metadata;
using static TorchSharp.torch;

namespace Salience.Onnx.Graph;

/// <summary>One node of a model: a read-only view of what the file says about it.</summary>
internal sealed class OnnxNode
{
    private readonly OnnxAttributes _attributes;

    /// <summary>A view of a node.</summary>
    /// <param name="flat">The node after functions were written out.</param>
    /// <param name="file">The model file, for messages.</param>
    /// <param name="tensors">Decodes tensor attributes.</param>
    /// <param name="exact">Numbers that float32 attributes could not hold.</param>
    public OnnxNode(FlatNode flat, string file, OnnxTensorReader tensors, ExactNumbers exact)
    {
        Name = flat.Name;
        Domain = flat.Domain;
        OpType = flat.OpType;
        Opset = flat.Opset;
        Inputs = flat.Inputs;
        Outputs = flat.Outputs;
        File = file;
        Branches = [.. flat.Branches.Select(b => new OnnxBranch([.. b.Nodes.Select(n => new OnnxNode(n, file, tensors, exact))], b.Outputs))];
        _attributes = new OnnxAttributes(flat.Attributes, tensors, Fault, exact.Of(flat.Name));
    }

    /// <summary>Name of the node; unnamed ones are named after their operator and place.</summary>
    public string Name { get; }

    /// <summary>Operator domain, empty for the standard one.</summary>
    public string Domain { get; }

    /// <summary>Operator type.</summary>
    public string OpType { get; }

    /// <summary>Version of the domain's operator set that the node was written for.</summary>
    public long Opset { get; }

    /// <summary>Names of the values read; empty for an absent optional input.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of the values written; empty for an output nobody wants.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The two branches of an If whose condition is computed; empty for every other node.</summary>
    public IReadOnlyList<OnnxBranch> Branches { get; }

    /// <summary>The model file, for messages.</summary>
    public string File { get; }

    /// <summary>Attributes that no accessor was asked for.</summary>
    public IEnumerable<string> UnreadAttributes => _attributes.Unread;

    /// <summary>Whether the optional input is given.</summary>
    public bool HasInput(int index) => index < Inputs.Count && Inputs[index].Length > 0;

    /// <summary>Name of the value read there; empty when the optional input is absent.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : string.Empty;

    /// <summary>Name of the value written there; empty when nobody wants it.</summary>
    public string Output(int index) => index < Outputs.Count ? Outputs[index] : string.Empty;

    /// <inheritdoc cref="OnnxAttributes.Has"/>
    public bool HasAttribute(string name) => _attributes.Has(name);

    /// <inheritdoc cref="OnnxAttributes.Ignore"/>
    public void IgnoreAttribute(string name) => _attributes.Ignore(name);

    /// <inheritdoc cref="OnnxAttributes.GetInt(string, long)"/>
    public long GetInt(string name, long otherwise) => _attributes.GetInt(name, otherwise);

    /// <inheritdoc cref="OnnxAttributes.GetInt(string)"/>
    public long GetInt(string name) => _attributes.GetInt(name);

    /// <inheritdoc cref="OnnxAttributes.GetFloat(string, float)"/>
    public double GetFloat(string name, float otherwise) => _attributes.GetFloat(name, otherwise);

    /// <inheritdoc cref="OnnxAttributes.GetFloat(string)"/>
    public double GetFloat(string name) => _attributes.GetFloat(name);

    /// <inheritdoc cref="OnnxAttributes.GetString"/>
    public string GetString(string name, string otherwise) => _attributes.GetString(name, otherwise);

    /// <inheritdoc cref="OnnxAttributes.GetInts"/>
    public long[]? GetInts(string name) => _attributes.GetInts(name);

    /// <inheritdoc cref="OnnxAttributes.GetFloats"/>
    public float[]? GetFloats(string name) => _attributes.GetFloats(name);

    /// <inheritdoc cref="OnnxAttributes.GetStrings"/>
    public string[]? GetStrings(string name) => _attributes.GetStrings(name);

    /// <inheritdoc cref="OnnxAttributes.GetTensor"/>
    public Tensor? GetTensor(string name) => _attributes.GetTensor(name);

    /// <summary>The exception that says what is wrong with this node.</summary>
    public OnnxFormatException Fault(string fault) => OnnxFormatException.In(File, $"node '{Name}' ({OpType}) {fault}");

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({OpType})";
}

/// <summary>A branch of If.</summary>
/// <param name="Nodes">Nodes in execution order.</param>
/// <param name="Outputs">Names of the values handed out.</param>
internal sealed record OnnxBranch(IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<string> Outputs);
