using Salience.Decomposition;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments.Axioms;

/// <summary>Continuity on the network: from each picture to the next one of the data set.</summary>
internal sealed class NetworkContinuityCheck(int steps, int halvings) : AxiomCheck(AxiomParts.Network)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics { get; } = [PathContinuityCheck.MapJump, PathContinuityCheck.OutputJump];

    /// <inheritdoc/>
    public override void Measure(CellRequest cell, CellFigures figures)
    {
        using var scope = NewDisposeScope();
        var chunk = cell.Chunk;
        var (start, end) = (chunk.Images, Next(cell));
        var classes = tensor(chunk.Predicted.Select(c => (long)c).ToArray()).unsqueeze(1);
        var scans = PathScan.Run(
            places =>
            {
                var pictures = start + (end - start) * tensor(places, dtype: start.dtype).view(-1, 1, 1, 1);
                var map = cell.Method.Map(new MapRequest(pictures, Target.Classes(chunk.Predicted), chunk.Items, cell.Cancellation));
                return (map, PerImage.Values(cell.Subject.Model.Run(pictures, cell.Batch, cell.Cancellation).gather(1, classes).squeeze(1)));
            },
            chunk.Count, steps, halvings);
        for (var i = 0; i < chunk.Count; i++)
        {
            figures.Set(PathContinuityCheck.MapJump, i, scans[i].Map);
            figures.Set(PathContinuityCheck.OutputJump, i, scans[i].Output);
        }
    }

    private static Tensor Next(CellRequest cell) => cell.Chunk.Keep("next pictures", () =>
    {
        using var scope = NewDisposeScope();
        var data = cell.Subject.Data;
        int[] items = [.. cell.Chunk.Items.Select(i => (i + 1) % data.Images.Count)];
        return ImageBatch.Read(data.Images, items).ToTensor(data.Normalization).to_type(cell.Subject.Model.Network.ComputeType).MoveToOuterDisposeScope();
    });
}
