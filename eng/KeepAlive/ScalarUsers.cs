using Mono.Cecil;

namespace KeepAlive;

/// <summary>The methods of TorchSharp that use a <c>Scalar</c> of their own in a native call, or call a method that does.</summary>
/// <remarks>Their callers never see that scalar and cannot keep it: such a method has to be written anew. <c>a + b</c> is one; it calls <c>add(a, b, alpha: 1)</c>.</remarks>
public sealed class ScalarUsers
{
    private const string Scalar = "TorchSharp.Scalar";

    private readonly HashSet<string> _methods = [];

    /// <summary>Finds them.</summary>
    /// <param name="torchSharp">TorchSharp's module.</param>
    public ScalarUsers(ModuleDefinition torchSharp)
    {
        var bodies = torchSharp.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody && m.ReturnType.FullName != Scalar && m.DeclaringType.FullName != Scalar).ToList();
        while (bodies.RemoveAll(m => Called(m).Any(c => Makes(c) || Contains(c)) && _methods.Add(m.FullName)) > 0)
            continue;
    }

    /// <summary>Number of methods.</summary>
    public int Count => _methods.Count;

    /// <summary>Whether the method is one of them.</summary>
    public bool Contains(MethodReference method) => _methods.Contains(method.FullName);

    // What a method calls or takes the address of.
    private static IEnumerable<MethodReference> Called(MethodDefinition method) => method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>();

    private static bool Makes(MethodReference method) =>
        method.ReturnType.FullName == Scalar && method.DeclaringType.Scope is not AssemblyNameReference
        || method.DeclaringType.FullName == Scalar && method.Name == ".ctor";
}
