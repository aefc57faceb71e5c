using Salience.Evaluation.Datasets;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>Some items, with what cells of all parts and methods share of them; each thing is computed when it is first asked for.</summary>
public sealed class ItemChunk : IDisposable
{
    private readonly EvaluationSubject _subject;
    private readonly int _batch;
    private readonly CancellationToken _cancellation;
    private readonly Shelf _shelf = new();
    private readonly Lazy<ImageBatch> _pixels;
    private int[]? _predicted;

    /// <summary>Prepares a chunk.</summary>
    /// <param name="subject">Network and data.</param>
    /// <param name="items">Numbers of the items.</param>
    /// <param name="batch">Most pictures in one pass through the network.</param>
    /// <param name="cancellation">Ends the work.</param>
    public ItemChunk(EvaluationSubject subject, IReadOnlyList<int> items, int batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (_subject, Items, _batch, _cancellation) = (subject, items, batch, cancellation);
        _pixels = new Lazy<ImageBatch>(() => ImageBatch.Read(_subject.Data.Images, [.. Items]));
    }

    /// <summary>Numbers of the items.</summary>
    public IReadOnlyList<int> Items { get; }

    /// <summary>N, how many.</summary>
    public int Count => Items.Count;

    /// <summary>The pictures as 8-bit pixels.</summary>
    public ImageBatch Pixels => _pixels.Value;

    /// <summary>The network's input, <c>(N, C, H, W)</c> in its floating type. It belongs to the chunk.</summary>
    public Tensor Images => Keep("images", () =>
    {
        using var scope = NewDisposeScope();
        return Pixels.ToTensor(_subject.Data.Normalization).to_type(_subject.Model.Network.ComputeType).MoveToOuterDisposeScope();
    });

    /// <summary>The network's outputs for <see cref="Images"/>, <c>(N, K)</c>. They belong to the chunk.</summary>
    public Tensor Outputs => Keep("outputs", () => _subject.Model.Run(Images, _batch, _cancellation));

    /// <summary>The output of each picture's true class.</summary>
    public IReadOnlyList<int> Labels => [.. Items.Select(_subject.LabelOf)];

    /// <summary>The class with the highest output, picture by picture.</summary>
    public IReadOnlyList<int> Predicted
    {
        get
        {
            if (_predicted is null)
            {
                using var scope = NewDisposeScope();
                _predicted = [.. Outputs.argmax(1).data<long>().ToArray().Select(c => (int)c)];
            }

            return _predicted;
        }
    }

    /// <summary>A tensor that the cells of this chunk share, whatever their part and method. It belongs to the chunk.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; the tensor becomes the chunk's.</param>
    public Tensor Keep(string name, Func<Tensor> make) => _shelf.Keep(name, make);

    /// <inheritdoc/>
    public void Dispose() => _shelf.Dispose();
}
