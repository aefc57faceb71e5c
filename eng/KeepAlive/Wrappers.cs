using Mono.Cecil;
using Mono.Cecil.Cil;

namespace KeepAlive;

/// <summary>Static forms of TorchSharp's methods that call them and keep the arguments alive until they return.</summary>
/// <param name="module">The module that gets them, in a class of their own.</param>
/// <param name="spans">The class that keeps what spans refer to.</param>
public sealed class Wrappers(ModuleDefinition module, TypeDefinition spans)
{
    /// <summary>The class that has them.</summary>
    public const string ClassName = "<KeptAlive>";

    /// <summary>The class that keeps what spans refer to.</summary>
    public const string SpansName = "Salience.Interop.KeptSpans";

    private readonly Dictionary<string, MethodDefinition> _made = [];
    private readonly MethodReference _keepAlive = module.ImportReference(new MethodReference(nameof(GC.KeepAlive), module.TypeSystem.Void, new TypeReference("System", nameof(GC), module, module.TypeSystem.CoreLibrary))
    {
        Parameters = { new ParameterDefinition(module.TypeSystem.Object) },
    });

    private readonly MethodReference _keepSpanAlive = module.ImportReference(spans.Methods.Single(m => m.Name == nameof(GC.KeepAlive)));

    /// <summary>Whether a call hands to TorchSharp an object that only the call may still refer to.</summary>
    public static bool Concern(Instruction instruction)
    {
        if (instruction.Operand is not MethodReference called || !TypeNames.AreTorchSharps(called.DeclaringType) || instruction.Previous?.OpCode.Code == Code.Constrained)
            return false;
        var takesObject = called.HasThis && instruction.OpCode.Code != Code.Newobj && !called.DeclaringType.IsValueType;
        if (!takesObject && !called.Parameters.Any(p => TypeNames.Hold(p.ParameterType)))
            return false;
        // What a class calls of its own base is called on an object that runs.
        return called.Resolve() is { } method && IsPublic(method) && !(method.IsConstructor && instruction.OpCode.Code == Code.Call) && !(method.IsVirtual && instruction.OpCode.Code == Code.Call)
            && !(called.DeclaringType is GenericInstanceType generic && generic.GenericArguments.Any(a => a.Scope == a.Module && a is TypeDefinition))
            && !(instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn && called.HasThis);
    }

    /// <summary>The form of a method; <see langword="null"/> where its types are known only to the caller's caller.</summary>
    public MethodDefinition? For(Instruction instruction)
    {
        var called = (MethodReference)instruction.Operand;
        if (TypeNames.IsOpen(called))
            return null;
        if (!_made.TryGetValue(called.FullName, out var made))
            _made.Add(called.FullName, made = Make(called, instruction.OpCode.Code == Code.Newobj));
        return made;
    }

    private MethodDefinition Make(MethodReference called, bool isNew)
    {
        var form = new MethodDefinition(called.Name.Trim('.'), MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, isNew ? called.DeclaringType : TypeNames.Closed(called.ReturnType, called));
        var self = called.HasThis && !isNew;
        if (self)
            form.Parameters.Add(new ParameterDefinition(called.DeclaringType));
        foreach (var parameter in called.Parameters)
            form.Parameters.Add(new ParameterDefinition(TypeNames.Closed(parameter.ParameterType, called)));
        var code = form.Body.GetILProcessor();
        foreach (var parameter in form.Parameters)
            code.Emit(OpCodes.Ldarg, parameter);
        code.Emit(isNew ? OpCodes.Newobj : self ? OpCodes.Callvirt : OpCodes.Call, called);
        foreach (var parameter in form.Parameters.Where((p, i) => self && i == 0 || TypeNames.Hold(p.ParameterType)))
        {
            code.Emit(OpCodes.Ldarg, parameter);
            if (TypeNames.ElementOfSpan(parameter.ParameterType) is { } element)
            {
                code.Emit(OpCodes.Call, new GenericInstanceMethod(_keepSpanAlive) { GenericArguments = { element } });
                continue;
            }

            if (parameter.ParameterType.IsValueType)
                code.Emit(OpCodes.Box, parameter.ParameterType);
            code.Emit(OpCodes.Call, _keepAlive);
        }

        code.Emit(OpCodes.Ret);
        Class().Methods.Add(form);
        return form;
    }

    private TypeDefinition Class()
    {
        if (module.GetType(ClassName) is { } present)
            return present;
        var made = new TypeDefinition("", ClassName, TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, module.TypeSystem.Object);
        module.Types.Add(made);
        return made;
    }

    private static bool IsPublic(MethodDefinition method)
    {
        for (var type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (type is { IsPublic: false, IsNestedPublic: false })
                return false;
        }

        return method.IsPublic;
    }
}
