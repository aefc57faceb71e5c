using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="Occlusion"/>.</summary>
/// <param name="Window">Side of the square that is covered, in pixels; at least 1.</param>
/// <param name="Stride">How far the square moves, in pixels; at least 1. At the right and lower edge it is cut.</param>
/// <param name="Fill">What it is covered with; zero where <see langword="null"/>.</param>
/// <param name="Seed">Draws a random fill.</param>
public sealed record OcclusionSettings(int Window = 8, int Stride = 4, Baseline? Fill = null, long Seed = 0);

/// <summary>Occlusion: how much the output drops when a square of the picture, all its channels, is covered.</summary>
/// <remarks>
/// Computes for each pixel the mean of <c>f(x) − f(x with the square covered)</c> over the squares that cover it. Every channel of
/// <see cref="Explanation.Values"/> holds that mean; the map is one of them. Source: Zeiler and Fergus 2014, section 4.2; weighting as in Captum.
/// </remarks>
public sealed class Occlusion : AttributionMethod
{
    private readonly OcclusionSettings _settings;
    private readonly Baseline _fill;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public Occlusion(Network network, OcclusionSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new OcclusionSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Window, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Stride, 1, nameof(settings));
        _fill = _settings.Fill ?? Baseline.Zero;
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "occlusion",
        "How much the output drops when a square of the picture is covered.",
        "A_p = mean over squares R that cover p of f(x) − f(x with R covered)",
        "Zeiler and Fergus 2014, section 4.2",
        "positions × F, and 1 F",
        [Axiom.ImplementationInvariance, Axiom.NullPlayer, Axiom.Linearity, Axiom.ClassSensitivity],
        "every network of one picture, differentiable or not");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings with { Fill = _fill });

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = request.Images;
        if (images.dim() != 4)
            throw new ArgumentException($"{Description.Name} needs pictures (N, C, H, W), not ({string.Join(", ", images.shape)}).");
        var (height, width) = (images.shape[2], images.shape[3]);
        var squares = Starts(height).SelectMany(_ => Starts(width), (top, left) => (Top: top, Left: left)).ToList();
        var sums = request.Targets.Select(_ => zeros([request.Count, 1, height, width], images.dtype)).ToList();
        var cover = zeros([1, 1, height, width], images.dtype);
        foreach (var (top, left) in squares)
            Square(cover, 0, top, left).add_(1);
        var scores = new CopyScores(Network, InputsOfCopies(request.Count), Batch, request.Cancellation);
        var fill = _fill.Make(images, 0, _settings.Seed);
        var originals = scores.Run(
            images,
            squares.Count,
            rows =>
            {
                var covered = rows.Originals(images);
                for (var r = 0; r < rows.Copies.Length; r++)
                {
                    var (top, left) = squares[rows.Copies[r]];
                    Square(covered, r, top, left).copy_(Square(fill, rows.Images[r], top, left));
                }

                return covered;
            },
            request.Targets,
            part =>
            {
                for (var r = 0; r < part.Drops.Length; r++)
                {
                    var (top, left) = squares[part.Rows.Copies[r]];
                    Square(sums[part.Target], part.Rows.Images[r], top, left).add_(part.Drops[r]);
                }
            },
            new PassProgress(request.Progress, PerturbedCopies.PassCount(request.Count, squares.Count, Batch)).Pass);
        for (var t = 0; t < request.Targets.Count; t++)
        {
            var map = sums[t] / cover;
            explanations.Add(new Explanation(map, map.expand_as(images).contiguous(), originals.Outputs, originals.Scores[t], account: null));
        }
    }

    /// <summary>Where squares begin along an axis: every stride, until one reaches the edge.</summary>
    private List<int> Starts(long size)
    {
        var starts = new List<int> { 0 };
        while (starts[^1] + _settings.Window < size)
            starts.Add(starts[^1] + _settings.Stride);
        return starts;
    }

    private Tensor Square(Tensor pictures, int image, int top, int left) => pictures
        .narrow(0, image, 1)
        .narrow(2, top, Math.Min(_settings.Window, pictures.shape[2] - top))
        .narrow(3, left, Math.Min(_settings.Window, pictures.shape[3] - left));
}
