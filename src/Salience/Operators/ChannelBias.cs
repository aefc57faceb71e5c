using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The bias of operators that take data, a weight and an optional bias <c>(C)</c> added along axis 1.</summary>
internal static class ChannelBias
{
    /// <summary>Implicit where data and weight both are activations, explicit where they both or the third input are constants.</summary>
    public static BiasKind Of(IReadOnlyList<bool> active)
    {
        if (active[0] && active[1])
            return BiasKind.Implicit;
        return (!active[0] && !active[1]) || (active.Count > 2 && !active[2]) ? BiasKind.Explicit : BiasKind.None;
    }

    /// <summary>
    /// With <c>y = w∗x + c</c>: the product <c>y − c</c> counts −1 times where both factors are active, once where neither is, not at
    /// all where one is; c counts once where it is a constant. An absent c is zero.
    /// </summary>
    public static Tensor? Compute(OperatorCall call)
    {
        using var scope = NewDisposeScope();
        var shift = call.Inputs.Count > 2 && call.Inputs[2] is { } c ? AlongChannels(c, call.Output) : null;
        var product = (call.IsActive(0), call.IsActive(1)) switch
        {
            (true, true) => shift is null ? call.Output.neg() : shift - call.Output,
            (false, false) => shift is null ? call.Output.alias() : call.Output - shift,
            _ => null,
        };
        var constant = call.IsActive(2) ? null : shift;
        var bias = product is null ? constant : constant is null ? product : product + constant;
        return bias?.MoveToOuterDisposeScope();
    }

    private static Tensor AlongChannels(Tensor vector, Tensor output) => vector.view([1, -1, .. Enumerable.Repeat(1L, (int)output.dim() - 2)]);
}
