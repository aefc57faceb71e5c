using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ScalarKeeper;

/// <summary>The methods of TorchSharp that make a <c>Scalar</c> for a native call, or call one that does.</summary>
/// <remarks>
/// TorchSharp 0.107 hands the native handle of a <c>Scalar</c> to libtorch and then forgets the object: a garbage collection during the call may finalise it, and
/// libtorch reads freed memory. What came of it: "Expected false to be true", "alpha must not be a floating point number".
/// </remarks>
public sealed class ScalarMakers
{
    private const string Scalar = "TorchSharp.Scalar";

    private readonly HashSet<string> _methods = [];

    /// <summary>Finds them.</summary>
    /// <param name="torchSharp">TorchSharp's module.</param>
    public ScalarMakers(ModuleDefinition torchSharp)
    {
        var bodies = torchSharp.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody && m.ReturnType.FullName != Scalar && m.DeclaringType.FullName != Scalar).ToList();
        while (bodies.RemoveAll(m => Called(m).Any(Contains) && _methods.Add(m.FullName)) > 0)
            continue;
    }

    /// <summary>Number of methods.</summary>
    public int Count => _methods.Count;

    /// <summary>What a method calls or takes the address of.</summary>
    public static IEnumerable<MethodReference> Called(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>() : [];

    /// <summary>Whether nothing keeps alive a scalar that the method makes: conversions to <c>Scalar</c> and all that use one.</summary>
    public bool Contains(MethodReference method) =>
        _methods.Contains(method.FullName)
        || method.DeclaringType.FullName == Scalar && (method.Name == ".ctor" || method.Name == "op_Implicit" && method.ReturnType.FullName == Scalar)
        || method.DeclaringType.FullName == "TorchSharp.ScalarExtensionMethods" && method.ReturnType.FullName == Scalar;
}
