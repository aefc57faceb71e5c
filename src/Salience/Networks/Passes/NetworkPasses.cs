namespace Salience.Networks.Passes;

/// <summary>What every imported network goes through before it is explained.</summary>
internal static class NetworkPasses
{
    /// <summary>Constants evaluated, fixed batch sizes released, identities taken out, spelled-out nonlinearities fused; batch normalisation stays (<see cref="BatchNormalizationFolding"/>).</summary>
    /// <returns>A network of its own; the source stays usable and is disposed by its owner.</returns>
    public static Network Standard(Network network)
    {
        using var written = WrittenConstants.Apply(network);
        using var typed = FloatingTypes.Apply(written);
        using var folded = ConstantFolding.Apply(typed);
        using var released = BatchRelease.Apply(folded);
        using var direct = IdentityBypass.Apply(released);
        return PatternFusion.Apply(direct, FilePrecision.IsSingle(network));
    }
}
