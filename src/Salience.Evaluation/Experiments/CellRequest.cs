using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>A cell to be measured: one part × one method × one chunk of items.</summary>
public sealed class CellRequest
{
    private readonly MapSource? _method;
    private readonly TensorShelf _shelf;

    internal CellRequest(EvaluationSubject subject, ExperimentPart part, MapSource? method, ItemChunk chunk, TensorShelf shelf, CellOptions options)
    {
        (Subject, Part, _method, Chunk, _shelf) = (subject, part, method, chunk, shelf);
        (Seed, Batch, Cancellation) = (options.Seed, options.Batch, options.Cancellation);
    }

    /// <summary>Network and data.</summary>
    public EvaluationSubject Subject { get; }

    /// <summary>The condition.</summary>
    public ExperimentPart Part { get; }

    /// <summary>The method, bound to the subject's network.</summary>
    /// <exception cref="InvalidOperationException">The experiment did not declare <see cref="ExperimentNeeds.Methods"/>.</exception>
    public MapSource Method => _method ?? throw new InvalidOperationException("The experiment compares no methods; declare ExperimentNeeds.Methods.");

    /// <summary>The items with what is shared of them.</summary>
    public ItemChunk Chunk { get; }

    /// <summary>Where random choices begin; combine it with the numbers of the items.</summary>
    public long Seed { get; }

    /// <summary>Most pictures in one pass through the network.</summary>
    public int Batch { get; }

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The method's maps of the predicted classes, <c>(N, 1, H, W)</c>; computed once for all parts. They belong to the cell.</summary>
    /// <exception cref="InvalidDataException">A map has not the size of the pictures or holds values that are not finite.</exception>
    public Tensor Map => MapOf(Chunk.Predicted);

    /// <summary>The method's maps of given classes, <c>(N, 1, H, W)</c>; computed once for all parts. They belong to the cell.</summary>
    /// <param name="classes">The class to explain for each item.</param>
    /// <exception cref="InvalidDataException">A map has not the size of the pictures or holds values that are not finite.</exception>
    public Tensor MapOf(IReadOnlyList<int> classes) => MapOf("items", Chunk.Images, classes);

    /// <summary>The method's maps of other pictures of the items, such as changed ones, <c>(N, 1, H, W)</c>; computed once for all parts. They belong to the cell.</summary>
    /// <param name="name">What the pictures are: equal names mean equal pictures.</param>
    /// <param name="images">The network's input, <c>(N, C, H, W)</c>, one for each item; stays the caller's.</param>
    /// <param name="classes">The class to explain for each item.</param>
    /// <exception cref="InvalidDataException">A map has not the size of the pictures or holds values that are not finite.</exception>
    public Tensor MapOf(string name, Tensor images, IReadOnlyList<int> classes) => Keep($"map of {name} {string.Join(',', classes)}", () =>
    {
        using var scope = NewDisposeScope();
        var map = Method.Map(new MapRequest(images, Target.Classes(classes), Chunk.Items, Cancellation));
        long[] expected = [Chunk.Count, 1, .. images.shape[2..]];
        if (!map.shape.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException($"{Method.Name}: the maps are ({string.Join(", ", map.shape)}), but the pictures need ({string.Join(", ", expected)}).");
        if (!map.isfinite().all().item<bool>())
            throw new InvalidDataException($"{Method.Name}: the maps of the items {string.Join(", ", Chunk.Items)} hold values that are not finite; leave the method out or change its settings.");
        return map.detach().MoveToOuterDisposeScope();
    });

    /// <summary>A tensor that the parts of this method and chunk share. It belongs to the cell.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; the tensor becomes the cell's.</param>
    public Tensor Keep(string name, Func<Tensor> make) => _shelf.Keep(name, make);
}

/// <summary>What all cells of a run have in common.</summary>
internal sealed record CellOptions(long Seed, int Batch, CancellationToken Cancellation);
