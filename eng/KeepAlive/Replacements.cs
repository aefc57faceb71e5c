using Mono.Cecil;

namespace KeepAlive;

/// <summary>The methods of a class that take the place of TorchSharp's: of the same name and parameters, an instance method's object first.</summary>
public sealed class Replacements
{
    /// <summary>The class that has them.</summary>
    public const string ClassName = "Salience.Interop.KeptScalars";

    private readonly Dictionary<string, MethodDefinition> _methods;

    /// <summary>Reads the class.</summary>
    /// <param name="type">The class.</param>
    public Replacements(TypeDefinition type) =>
        _methods = type.Methods.Where(m => m is { IsStatic: true, IsPublic: true }).ToDictionary(m => Key(m.Name, m.Parameters.Select(p => p.ParameterType)));

    /// <summary>What takes the place of a method; <see langword="null"/> where nothing does.</summary>
    public MethodDefinition? For(MethodReference method)
    {
        var parameters = method.Parameters.Select(p => p.ParameterType);
        return _methods.GetValueOrDefault(Key(method.Name, method.HasThis ? parameters.Prepend(method.DeclaringType) : parameters));
    }

    private static string Key(string name, IEnumerable<TypeReference> parameters) => $"{name}({string.Join(',', parameters.Select(p => p.FullName))})";
}
