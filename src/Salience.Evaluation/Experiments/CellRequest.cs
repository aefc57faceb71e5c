using Salience.Decomposition;
using Salience.Evaluation.Maps;
using Salience.Evaluation.Subjects;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Experiments;

/// <summary>A cell to be measured: one part × one method × one chunk of items.</summary>
public sealed class CellRequest
{
    private readonly MapSource? _method;
    private readonly Shelf _shelf;
    private readonly Shelf _run;
    private readonly CellOptions _options;

    internal CellRequest(EvaluationSubject subject, ExperimentPart part, MapSource? method, ItemChunk chunk, Shelf shelf, Shelf run, CellOptions options) =>
        (Subject, Part, _method, Chunk, _shelf, _run, _options) = (subject, part, method, chunk, shelf, run, options);

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
    public long Seed => _options.Seed;

    /// <summary>Most pictures in one pass through the network.</summary>
    public int Batch => _options.Batch;

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation => _options.Cancellation;

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
    public Tensor MapOf(string name, Tensor images, IReadOnlyList<int> classes) => Keep($"map of {name} {string.Join(',', classes)}", () => Mapped(Method, images, classes));

    /// <summary>The method's maps on another network, <c>(N, 1, H, W)</c>; computed once for all parts. They belong to the cell.</summary>
    /// <param name="network">A network of the same inputs and outputs.</param>
    /// <param name="name">What it is called; one name for each network of the run.</param>
    /// <param name="classes">The class to explain for each item.</param>
    /// <exception cref="InvalidDataException">A map has not the size of the pictures or holds values that are not finite.</exception>
    public Tensor MapOn(Network network, string name, IReadOnlyList<int> classes) => Keep($"map on {name} {string.Join(',', classes)}", () =>
    {
        using var method = Method.On(network);
        return Mapped(method, Chunk.Images, classes);
    });

    /// <summary>Something that the parts of this method and chunk share, such as a tensor. It belongs to the cell.</summary>
    /// <typeparam name="T">What is kept.</typeparam>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; it becomes the cell's. A tensor leaves its dispose scope, anything else must hold none of one.</param>
    public T Keep<T>(string name, Func<T> make)
        where T : class, IDisposable => _shelf.Keep(name, make);

    /// <summary>
    /// Something that takes long to make and that all cells of the run share, such as a trained network. It belongs to the run. What it is must follow from the
    /// experiment's settings, the subject and the seed alone.
    /// </summary>
    /// <typeparam name="T">What is kept.</typeparam>
    /// <param name="name">What it is.</param>
    /// <param name="make">Makes it; it becomes the run's and must hold no tensor of a dispose scope.</param>
    public T KeepForRun<T>(string name, Func<T> make)
        where T : class, IDisposable => _run.Keep(name, make);

    /// <summary>The name of a file for work that outlasts a cell, so that an interrupted run goes on with it; its folder exists and is gone when the run is finished.</summary>
    /// <param name="name">Name of the file.</param>
    /// <returns>The path; <see langword="null"/> where cells are measured without a run folder.</returns>
    public string? WorkFile(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _options.WorkFolder is { } folder ? Path.Combine(Directory.CreateDirectory(folder).FullName, name) : null;
    }

    /// <summary>Says what is being done, for work that takes longer than a cell should.</summary>
    /// <param name="activity">In a few words, with how far it is.</param>
    public void Report(string activity) => _options.Activity?.Invoke(activity);

    private Tensor Mapped(MapSource method, Tensor images, IReadOnlyList<int> classes)
    {
        using var scope = NewDisposeScope();
        var map = method.Map(new MapRequest(images, Target.Classes(classes), Chunk.Items, Cancellation));
        long[] expected = [Chunk.Count, 1, .. images.shape[2..]];
        if (!map.shape.AsSpan().SequenceEqual(expected))
            throw new InvalidDataException($"{method.Name}: the maps are ({string.Join(", ", map.shape)}), but the pictures need ({string.Join(", ", expected)}).");
        if (!map.isfinite().all().item<bool>())
            throw new InvalidDataException($"{method.Name}: the maps of the items {string.Join(", ", Chunk.Items)} hold values that are not finite; leave the method out or change its settings.");
        return map.detach().MoveToOuterDisposeScope();
    }
}

/// <summary>What all cells of a run have in common.</summary>
/// <param name="Seed">Where random choices begin.</param>
/// <param name="Batch">Most pictures in one pass.</param>
/// <param name="Cancellation">Ends the work.</param>
/// <param name="WorkFolder">For files of work that outlasts a cell; made when it is needed.</param>
/// <param name="Activity">Told what is being done within a cell.</param>
internal sealed record CellOptions(long Seed, int Batch, CancellationToken Cancellation, string? WorkFolder = null, Action<string>? Activity = null);
