using Salience.Attribution.Engine;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="CentrePrior"/>.</summary>
/// <param name="Deviation">Standard deviation as a share of height and width; above 0.</param>
public sealed record CentrePriorSettings(double Deviation = 0.25);

/// <summary>A Gaussian around the centre of the picture.</summary>
/// <remarks>A control, not an explanation: it does not look at the network. Control.</remarks>
public sealed class CentrePrior(Network network, CentrePriorSettings? settings = null) : ControlMethod(network)
{
    private readonly CentrePriorSettings _settings = settings ?? new CentrePriorSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "centre-prior", "Where photographers put things: a Gaussian around the centre.", "S = exp(−((u/H)² + (v/W)²) / (2σ²)), u and v from the centre", "Control", "1 F, for the outputs only", [Axiom.ImplementationInvariance], "every network of one picture");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override Tensor Draw(Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor Axis(long size) => ((arange(size, dtype: ScalarType.Float64) - (size - 1) / 2.0) / (size * _settings.Deviation)).square();
        var map = (-(Axis(images.shape[2]).unsqueeze(1) + Axis(images.shape[3]).unsqueeze(0)) / 2).exp().to_type(images.dtype);
        return map.expand(images.shape[0], 1, images.shape[2], images.shape[3]).contiguous().MoveToOuterDisposeScope();
    }
}
