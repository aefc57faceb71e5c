using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>Settings of <see cref="Rise"/>.</summary>
/// <param name="Masks">Number of random masks; at least 1.</param>
/// <param name="Grid">Cells of a mask along each axis; at least 2.</param>
/// <param name="Keep">Probability that a cell is kept, between 0 and 1.</param>
/// <param name="Seed">Draws the masks; the same for every image, whatever its batch.</param>
public sealed record RiseSettings(int Masks = 2000, int Grid = 7, double Keep = 0.5, long Seed = 0);

/// <summary>RISE: the mean of random masks, weighted by the output under each.</summary>
/// <remarks>
/// Computes <c>S = (1/(n·p)) Σ_k f(x ⊙ M_k) · M_k</c>; a mask is a grid of cells, each 1 with probability p, enlarged bilinearly to a cell more
/// than the picture and cropped at a random place. f is the target as given: the paper takes the probability of the class. What is masked becomes
/// 0, the mean colour after normalisation. Source: Petsiuk, Das and Saenko 2018, equation 6.
/// </remarks>
public sealed class Rise : AttributionMethod
{
    private readonly RiseSettings _settings;

    /// <summary>Prepares explanations of a network.</summary>
    /// <param name="network">The network; it is left as it was and must outlive this object.</param>
    /// <param name="settings">Options; the defaults where <see langword="null"/>.</param>
    public Rise(Network network, RiseSettings? settings = null)
        : base(network)
    {
        _settings = settings ?? new RiseSettings();
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Masks, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.Grid, 2, nameof(settings));
        if (_settings.Keep is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(settings), _settings.Keep, "The probability to keep a cell lies between 0 and 1.");
    }

    /// <summary>What the method is.</summary>
    public static MethodDescription About { get; } = new(
        "rise",
        "The mean of random masks, weighted by the output under each.",
        "S = (1/(n·p)) Σ_k f(x ⊙ M_k) · M_k",
        "Petsiuk, Das and Saenko 2018, equation 6",
        "masks × F, and 1 F",
        [Axiom.ImplementationInvariance, Axiom.Linearity, Axiom.ClassSensitivity],
        "every network of one picture, differentiable or not");

    /// <inheritdoc/>
    public override MethodDescription Description => About;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Settings => SettingsText.Write(_settings);

    /// <summary>One mask, <c>(1, 1, H, W)</c> in [0, 1].</summary>
    internal Tensor Mask(Tensor images, int number)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.shape[2], images.shape[3]);
        // One draw for the cells and two for the place of the crop.
        var cells = SharedNoise.Uniform(zeros(1, 1, _settings.Grid, _settings.Grid), _settings.Seed, 3 * number).lt(_settings.Keep).to_type(ScalarType.Float32);
        var (cellHeight, cellWidth) = (Cell(height), Cell(width));
        var large = nn.functional.interpolate(
            cells, [(_settings.Grid + 1) * cellHeight, (_settings.Grid + 1) * cellWidth], null, InterpolationMode.Bilinear, align_corners: false);
        var top = (long)(SharedNoise.Number(_settings.Seed, 3 * number + 1) * cellHeight);
        var left = (long)(SharedNoise.Number(_settings.Seed, 3 * number + 2) * cellWidth);
        return large.narrow(2, top, height).narrow(3, left, width).to_type(images.dtype).contiguous().MoveToOuterDisposeScope();
    }

    private protected override void Explain(Request request, List<Explanation> explanations)
    {
        var images = request.Images;
        if (images.dim() != 4)
            throw new ArgumentException($"{Description.Name} needs pictures (N, C, H, W), not ({string.Join(", ", images.shape)}).");
        var sums = request.Targets.Select(_ => zeros([request.Count, 1, images.shape[2], images.shape[3]], images.dtype)).ToList();
        Tensor Masks(PerturbedCopies rows) => cat([.. rows.Copies.Select(k => Mask(images, k))]);
        Tensor masks = null!;
        var scores = new CopyScores(Network, InputsOfCopies(request.Count), Batch, request.Cancellation);
        var originals = scores.Run(
            images,
            _settings.Masks,
            rows => rows.Broadcast(images) * (masks = Masks(rows)),
            request.Targets,
            part => part.Rows.AddTo(sums[part.Target], masks * tensor(part.Scores, dtype: images.dtype).view(-1, 1, 1, 1)),
            new PassProgress(request.Progress, PerturbedCopies.PassCount(request.Count, _settings.Masks, Batch)).Pass);
        for (var t = 0; t < request.Targets.Count; t++)
        {
            var map = sums[t] / (_settings.Masks * _settings.Keep);
            explanations.Add(new Explanation(map, null, originals.Outputs, originals.Scores[t], account: null));
        }
    }

    private long Cell(long size) => (size + _settings.Grid - 1) / _settings.Grid;
}
