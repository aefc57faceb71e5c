using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Watermarks;

/// <summary>Scenes of the variant <see cref="GlyphVariant.Watermark"/>, each drawn with and without the star and otherwise the same.</summary>
internal sealed class ScenePairs
{
    private readonly GlyphDataset _with;
    private readonly GlyphDataset _without;

    /// <summary>The pairs of a data set; whether a scene of it shows the star does not matter.</summary>
    public ScenePairs(GlyphDataset scenes) => (_with, _without) = (Drawn(scenes, 1), Drawn(scenes, 0));

    /// <summary>The class that the star goes along with.</summary>
    public int StarClass => _with.Settings.WatermarkClass;

    /// <summary>The pictures <c>(N, 3, 64, 64)</c> as the network's input. They belong to the current dispose scope.</summary>
    public Tensor Images(CellRequest cell, bool star)
    {
        using var scope = NewDisposeScope();
        return ImageBatch.Read(star ? _with : _without, [.. cell.Chunk.Items]).ToTensor(cell.Subject.Data.Normalization).to_type(cell.Subject.Model.Network.ComputeType).MoveToOuterDisposeScope();
    }

    /// <summary>Where star and digit are in one scene.</summary>
    public StarTruth Truth(int item)
    {
        var (with, without) = (_with.Scene(item), _without.Scene(item));
        var changed = new bool[with.Watermark.Values.Length];
        for (var p = 0; p < changed.Length; p++)
            changed[p] = !with.Picture.Pixels.Slice(3 * p, 3).SequenceEqual(without.Picture.Pixels.Slice(3 * p, 3));
        return new StarTruth(with.Watermark, new PixelMask(with.Watermark.Height, with.Watermark.Width, changed), with.Digits[0].Mask);
    }

    private static GlyphDataset Drawn(GlyphDataset scenes, double rate) =>
        new(scenes.Settings with { WatermarkRate = rate, WatermarkRateElsewhere = rate }, scenes.Count);
}

/// <summary>Where star and digit are in one scene.</summary>
/// <param name="Star">The pixels of which the star covers at least one half.</param>
/// <param name="Changed">The pixels that differ with and without the star: those and parts of its edge.</param>
/// <param name="Digit">The pixels of the digit.</param>
internal sealed record StarTruth(PixelMask Star, PixelMask Changed, PixelMask Digit);
