using Salience.Attribution;
using Salience.Attribution.Engine;
using Salience.Evaluation.Randomness;
using static TorchSharp.torch;

namespace Salience.Evaluation.Maps;

/// <summary>Settings of <see cref="BlobMaps"/>.</summary>
/// <param name="Width">Deviation of the blur as a share of the picture's shorter side; above 0.</param>
/// <param name="Seed">Draws the maps.</param>
internal sealed record BlobSettings(double Width = 0.05, long Seed = 0);

/// <summary>Blurred normal noise: the pixels that rank first form blobs, as in the smooth maps of upsampled layers.</summary>
internal sealed class BlobMaps : ControlMaps
{
    /// <summary>Name in the catalogue.</summary>
    public const string MethodName = "blobs";

    private readonly double _width;

    public BlobMaps(string text, BlobSettings settings)
        : base(text, SettingsText.Write(settings), settings.Seed)
    {
        if (!(settings.Width is > 0 and <= 1))
            throw new ArgumentException($"{text}: width={Text(settings.Width)} is not possible; give a share above 0 and at most 1.", nameof(settings));
        _width = settings.Width;
    }

    /// <inheritdoc/>
    public override string Formula => $"S = G_σ ∗ n, n_p ~ N(0, 1), σ = {Text(_width)} · min(H, W), other numbers for each picture";

    private protected override double Draw(RandomStream random) => random.NextNormal();

    private protected override Tensor Shape(Tensor noise) => GaussianBlur.Apply(noise, _width * Math.Min(noise.shape[2], noise.shape[3]));
}
