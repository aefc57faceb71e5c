using System.Diagnostics.CodeAnalysis;
using Salience.Networks;
using Salience.Onnx.Format;
using Salience.Onnx.Graph;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Conversion;

/// <summary>What a converter sees and may do: one node of the model, the constants known so far, and the network being built.</summary>
/// <param name="node">The node to convert.</param>
/// <param name="version">The since-version of its operator in force.</param>
/// <param name="assembly">The network being built.</param>
/// <param name="declared">What the model declares about its values.</param>
/// <param name="budget">Memory left for constants computed now.</param>
internal sealed class ConversionContext(
    OnnxNode node, int version, NetworkAssembly assembly, IReadOnlyDictionary<string, OnnxValue> declared, AllocationBudget budget)
{
    /// <summary>The node: attributes, inputs, outputs.</summary>
    public OnnxNode Node { get; } = node;

    /// <summary>The since-version of the operator in force.</summary>
    public int Version { get; } = version;

    /// <summary>Number of inputs the node lists, absent ones included.</summary>
    public int InputCount => Node.Inputs.Count;

    /// <summary>Number of outputs the node lists, unwanted ones included.</summary>
    public int OutputCount => Node.Outputs.Count;

    /// <summary>Whether the optional input is given.</summary>
    public bool HasInput(int index) => Node.HasInput(index);

    /// <summary>Name of the value read there; empty when absent.</summary>
    public string Input(int index) => Node.Input(index);

    /// <summary>Name of the value written there; empty when nobody wants it.</summary>
    public string Output(int index) => Node.Output(index);

    /// <summary>Adds a constant that the file holds as an attribute, or that the operator implies.</summary>
    /// <param name="value">The constant; it becomes the network's own.</param>
    /// <param name="suffix">What it is, for its name.</param>
    /// <returns>The name under which operators read it.</returns>
    public string Constant(Tensor value, string suffix)
    {
        var name = assembly.NewValue($"{Node.Name}.{suffix}");
        assembly.AddParameter(name, value);
        return name;
    }

    /// <summary>Makes an output of the node a constant.</summary>
    public void SetConstant(int output, Tensor value) => assembly.AddParameter(Output(output), value);

    /// <summary>The value of an input when it is known now: an initialiser, a Constant, or computed from those alone.</summary>
    /// <param name="index">Which input.</param>
    /// <param name="value">The constant, which stays the network's.</param>
    public bool TryGetConstant(int index, [NotNullWhen(true)] out Tensor? value)
    {
        value = HasInput(index) ? assembly.Parameters.GetValueOrDefault(Input(index)) : null;
        return value is not null;
    }

    /// <summary>The elements of an integer input that must be known now.</summary>
    /// <param name="index">Which input.</param>
    /// <param name="what">What it is, for the message.</param>
    public long[] RequireInts(int index, string what)
    {
        if (!TryGetConstant(index, out var value))
            throw Unsupported($"{what} is computed at run time; it must be constant");
        using var cpu = value.to_type(ScalarType.Int64);
        return cpu.data<long>().ToArray();
    }

    /// <summary>The elements of a real-valued input that must be known now.</summary>
    /// <param name="index">Which input.</param>
    /// <param name="what">What it is, for the message.</param>
    public double[] RequireFloats(int index, string what)
    {
        if (!TryGetConstant(index, out var value))
            throw Unsupported($"{what} is computed at run time; it must be constant");
        using var cpu = value.to_type(ScalarType.Float64);
        return cpu.data<double>().ToArray();
    }

    /// <summary>The number of dimensions of an input, when it is constant or the model declares it.</summary>
    public int? RankOf(int index) =>
        TryGetConstant(index, out var value) ? (int)value.dim() : declared.GetValueOrDefault(Input(index))?.Shape?.Count;

    /// <summary>
    /// How many bits an unsigned input has that is stored in a wider signed type, so that arithmetic on its bits can be cut to them; 0 for every
    /// other type, and where the model does not declare the input.
    /// </summary>
    public int UnsignedBitsOf(int index) => UnsignedBits(declared.GetValueOrDefault(Input(index))?.Type);

    /// <summary>The same for an ONNX element type, such as the <c>to</c> of Cast.</summary>
    public static int UnsignedBits(long dataType) => UnsignedBits(ElementType.Find((int)dataType));

    private static int UnsignedBits(ElementType? type) => type switch
    {
        { Name: "uint16" } => 16,
        { Name: "uint32" } => 32,
        _ => 0,
    };

    /// <summary>The torch type for an ONNX element type, such as the <c>to</c> of Cast.</summary>
    public static ScalarType TypeOf(long dataType) =>
        (dataType is >= 0 and <= int.MaxValue ? ElementType.Find((int)dataType) : null)?.Torch
        ?? throw Unsupported($"element type {ElementType.NameOf((int)dataType)} is not supported");

    /// <summary>Adds the operator that the node stands for, with the node's own inputs and outputs.</summary>
    public void Emit(Operator operation) => Emit(operation, Node.Inputs);

    /// <summary>Adds the operator that the node stands for, with the node's own outputs.</summary>
    /// <param name="operation">What it computes.</param>
    /// <param name="inputs">Names of values or constants; empty for absent ones.</param>
    public void Emit(Operator operation, params IReadOnlyList<string> inputs) => Emit(operation, inputs, Node.Outputs);

    /// <summary>Adds an operator.</summary>
    /// <param name="operation">What it computes.</param>
    /// <param name="inputs">Names of values or constants; empty for absent ones.</param>
    /// <param name="outputs">Names of the values it writes; empty for unwanted ones.</param>
    /// <param name="suffix">Added to the node's name where a node becomes several operators.</param>
    public void Emit(Operator operation, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, string suffix = "")
    {
        var name = suffix.Length == 0 ? Node.Name : $"{Node.Name}.{suffix}";
        var added = new Node(name, operation, inputs, outputs);
        if (!ConstantFolding.TryFold(added, Node.OpType, assembly, budget))
            assembly.Add(added);
    }

    /// <summary>Adds an operator whose output only other operators of this node read.</summary>
    /// <param name="operation">What it computes.</param>
    /// <param name="suffix">What the value is, for its name.</param>
    /// <param name="inputs">Names of values or constants.</param>
    /// <returns>The name of its output.</returns>
    public string EmitValue(Operator operation, string suffix, params IReadOnlyList<string> inputs)
    {
        var value = assembly.NewValue($"{Node.Name}.{suffix}");
        Emit(operation, inputs, [value], suffix);
        return value;
    }

    /// <summary>The exception that refuses this node; it is reported together with every other unsupported node of the model.</summary>
    public static Exception Unsupported(string reason) => new UnsupportedNodeException(reason);
}
