using static TorchSharp.torch;

namespace Salience.Operators;

/// <summary>The bias of operators that take data, a weight and a bias <c>(C)</c> added along axis 1.</summary>
internal static class ChannelBias
{
    /// <summary>Explicit where the third input is a constant, implicit where data and weight both are activations.</summary>
    public static BiasKind Of(IReadOnlyList<bool> active)
    {
        if (active[0] && active[1])
            return BiasKind.Implicit;
        return active.Count > 2 && !active[2] ? BiasKind.Explicit : BiasKind.None;
    }

    /// <summary>The third input as <c>(1, C, 1, …)</c>, or <see langword="null"/> where the bias is not just that.</summary>
    public static Tensor? Compute(OperatorCall call)
    {
        if (call.ActiveCount != 1 || call.IsActive(2))
            return null;
        var bias = call.Input(2);
        return bias.view([1, bias.shape[0], .. Enumerable.Repeat(1L, (int)call.Output.dim() - 2)]);
    }
}
