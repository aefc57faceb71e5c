using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="Sobel"/>: none.</summary>
public sealed record SobelSettings;

/// <summary>The edges of the picture.</summary>
/// <remarks>
/// Computes <c>S = √(g_x² + g_y²)</c> of the mean over channels, g by Sobel's 3×3 kernels, the border repeated. A control, not an explanation:
/// maps that look like it need not have looked at the network (Adebayo et al. 2018).
/// </remarks>
public sealed class Sobel(Network network, SobelSettings? settings = null) : ControlMethod(network)
{
    private static readonly float[] Kernel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
    private readonly SobelSettings _settings = settings ?? new SobelSettings();

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "sobel", "The edges of the picture.", "S = √(g_x² + g_y²), g by Sobel's kernels", "Control (Adebayo et al. 2018)", "1 F, for the outputs only",
        [Axiom.ImplementationInvariance], "every network of one picture");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    private protected override Tensor Draw(Tensor images)
    {
        using var scope = NewDisposeScope();
        var grey = nn.functional.pad(images.mean([1], keepdim: true), [1, 1, 1, 1], PaddingModes.Replicate);
        var across = tensor(Kernel).view(1, 1, 3, 3).to_type(images.dtype);
        var (x, y) = (nn.functional.conv2d(grey, across), nn.functional.conv2d(grey, across.transpose(2, 3).contiguous()));
        return (x.square() + y.square()).sqrt().MoveToOuterDisposeScope();
    }
}
