using Mono.Cecil;

namespace KeepAlive;

/// <summary>What the type of an argument says about it.</summary>
public static class TypeNames
{
    private const string TorchSharp = nameof(TorchSharp);

    /// <summary>Whether a type is one of TorchSharp's own.</summary>
    public static bool AreTorchSharps(TypeReference type) => type.GetElementType().Scope is AssemblyNameReference { Name: TorchSharp };

    /// <summary>Whether a value of the type may hold a tensor, a scalar or a module.</summary>
    public static bool Hold(TypeReference type) => type switch
    {
        ByReferenceType or PointerType or GenericParameter => false,
        ArrayType array => Hold(array.ElementType),
        GenericInstanceType generic => AreTorchSharps(generic) && !generic.IsValueType || generic.GenericArguments.Any(Hold),
        { IsValueType: true } => AreTorchSharps(type) && type.Resolve() is { IsEnum: false } value && value.Fields.Any(f => !f.IsStatic && !f.FieldType.IsValueType),
        _ => AreTorchSharps(type) || type.FullName == "System.Object",
    };

    /// <summary>The type of the elements of a <see cref="ReadOnlySpan{T}"/>; <see langword="null"/> for other types.</summary>
    public static TypeReference? ElementOfSpan(TypeReference type) =>
        type is GenericInstanceType generic && generic.ElementType.FullName == "System.ReadOnlySpan`1" ? generic.GenericArguments[0] : null;

    /// <summary>Whether only the caller of its caller knows the types that a method works on.</summary>
    public static bool IsOpen(MethodReference method) =>
        method.DeclaringType.ContainsGenericParameter || method is GenericInstanceMethod generic && generic.GenericArguments.Any(a => a.ContainsGenericParameter);

    /// <summary>A type of a method's signature, with the arguments of the method and its class put in.</summary>
    public static TypeReference Closed(TypeReference type, MethodReference method)
    {
        switch (type)
        {
            case GenericParameter { Type: GenericParameterType.Method } parameter:
                return ((GenericInstanceMethod)method).GenericArguments[parameter.Position];
            case GenericParameter parameter:
                return ((GenericInstanceType)method.DeclaringType).GenericArguments[parameter.Position];
            case ArrayType array:
                return new ArrayType(Closed(array.ElementType, method), array.Rank);
            case ByReferenceType reference:
                return new ByReferenceType(Closed(reference.ElementType, method));
            case GenericInstanceType generic:
                var closed = new GenericInstanceType(generic.ElementType);
                foreach (var argument in generic.GenericArguments)
                    closed.GenericArguments.Add(Closed(argument, method));
                return closed;
            case RequiredModifierType modified:
                return new RequiredModifierType(modified.ModifierType, Closed(modified.ElementType, method));
            default:
                return type;
        }
    }
}
