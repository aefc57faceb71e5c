using Mono.Cecil;
using Mono.Cecil.Cil;

namespace KeepAlive;

/// <summary>Redirects the calls that an assembly makes of TorchSharp.</summary>
/// <param name="scalarUsers">Methods that have to be replaced.</param>
/// <param name="replacements">What they are replaced with.</param>
/// <param name="wrappers">Forms of all others that keep their arguments.</param>
public sealed class Weaver(ScalarUsers scalarUsers, Replacements replacements, Wrappers wrappers)
{
    /// <summary>Changes calls in a module.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Calls that stay unsafe, as messages of a compiler.</returns>
    public IReadOnlyList<string> Weave(ModuleDefinition module)
    {
        var left = new List<string>();
        foreach (var method in module.GetTypes().Where(t => t.FullName != Wrappers.ClassName).SelectMany(t => t.Methods).Where(m => m.HasBody).ToList())
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is not MethodReference called)
                    continue;
                if (scalarUsers.Contains(called))
                {
                    if (replacements.For(called) is { } kept && !IsBound(instruction))
                        Redirect(instruction, module.ImportReference(kept));
                    else
                        left.Add($"{Place(method, instruction)}: error KEEPALIVE: {called.FullName} uses a Scalar that nothing keeps alive; add a method of this name to {Replacements.ClassName} or call another one.");
                }
                else if (Wrappers.Concern(instruction))
                {
                    if (wrappers.For(instruction) is { } wrapper)
                        Redirect(instruction, wrapper);
                    else
                        left.Add($"{Place(method, instruction)}: error KEEPALIVE: {called.FullName} cannot be given a form that keeps its arguments alive; use it with types that are known here.");
                }
            }
        }

        return left;
    }

    // A delegate of an object's method: its form has one parameter more.
    private static bool IsBound(Instruction instruction) =>
        instruction.OpCode == OpCodes.Ldvirtftn || instruction.OpCode == OpCodes.Ldftn && ((MethodReference)instruction.Operand).HasThis;

    private static void Redirect(Instruction instruction, MethodReference method)
    {
        instruction.Operand = method;
        if (instruction.OpCode == OpCodes.Callvirt || instruction.OpCode == OpCodes.Newobj)
            instruction.OpCode = OpCodes.Call;
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
