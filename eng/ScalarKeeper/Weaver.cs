using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ScalarKeeper;

/// <summary>Puts the replacements in the place of TorchSharp's methods in a compiled assembly.</summary>
/// <param name="makers">Methods that have to be replaced.</param>
/// <param name="replacements">What they are replaced with.</param>
public sealed class Weaver(ScalarMakers makers, Replacements replacements)
{
    /// <summary>Changes calls in a module.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Calls that no replacement is known for, as messages of a compiler.</returns>
    public IReadOnlyList<string> Weave(ModuleDefinition module)
    {
        var unknown = new List<string>();
        // The replacements themselves call TorchSharp.
        foreach (var method in module.GetTypes().Where(t => t.FullName != Replacements.ClassName).SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is not MethodReference called || !makers.Contains(called))
                    continue;
                if (replacements.For(called) is not { } kept || instruction.OpCode == OpCodes.Ldftn && called.HasThis || instruction.OpCode == OpCodes.Ldvirtftn)
                {
                    unknown.Add($"{Place(method, instruction)}: error SCALAR: {called.FullName} makes a Scalar that nothing keeps alive; add a method of this name to {Replacements.ClassName} or call another one.");
                    continue;
                }

                instruction.Operand = module.ImportReference(kept);
                if (instruction.OpCode == OpCodes.Callvirt)
                    instruction.OpCode = OpCodes.Call;
            }
        }

        return unknown;
    }

    private static string Place(MethodDefinition method, Instruction instruction)
    {
        for (var at = instruction; at is not null; at = at.Previous)
        {
            if (method.DebugInformation.GetSequencePoint(at) is { IsHidden: false } point)
                return $"{point.Document.Url}({point.StartLine},{point.StartColumn})";
        }

        return method.FullName;
    }
}
