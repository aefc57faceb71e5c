using Salience.Attribution.Engine;
using Salience.Decomposition;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>A method that says, for each image, which parts of the input an output comes from.</summary>
/// <remarks>
/// The network is left as it was: no mode, no gradient and no hook is changed. An object may be used for any number of batches; a map does not
/// depend on the other images of its batch.
/// </remarks>
public abstract class AttributionMethod : IDisposable
{
    /// <summary>The default of <see cref="Batch"/>.</summary>
    public const int DefaultBatch = 16;

    private readonly ExplainedModel _model;
    private readonly Network? _network;
    private int _batch = DefaultBatch;

    private protected AttributionMethod(Network network) => (_network, _model) = (network, new NetworkModel(network));

    private protected AttributionMethod(ExplainedModel model) => _model = model;

    /// <summary>Name, formula, source and promises.</summary>
    public abstract MethodDescription Description { get; }

    /// <summary>All settings by name, defaults included, as records hold them and <see cref="AttributionMethods.Create"/> reads them.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Most images in one pass through the network, perturbed copies included; bounds the memory, not the result.</summary>
    public int Batch
    {
        get => _batch;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _batch = value;
        }
    }

    /// <summary>Tensors for the network's other inputs by name, the same for all images or one row for each; <see langword="null"/> where there is one input.</summary>
    public IReadOnlyDictionary<string, Tensor>? OtherInputs { get; set; }

    /// <summary>Why the method cannot explain the network, in one sentence; <see langword="null"/> where it can.</summary>
    public string? Refuses => WhyUnsupported();

    /// <summary>The network that is explained.</summary>
    private protected Network Network => _network ?? throw new InvalidOperationException("This explains a module, not a network.");

    /// <summary>Explains one scalar of the output for each image.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="target">Which scalar.</param>
    /// <param name="progress">Told the share of the work that is done, from 0 to 1; <see langword="null"/> for nobody.</param>
    /// <param name="cancellation">Ends the work within one pass through the network.</param>
    /// <returns>The explanation, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="NotSupportedException">The method does not apply to this network; the message says why. Thrown before anything is computed.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public virtual Explanation Explain(Tensor images, Target target, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Explain(images, [target], progress, cancellation)[0];

    /// <summary>Explains several scalars of the output; what they have in common is computed once.</summary>
    /// <param name="images">The input, usually <c>(N, C, H, W)</c>; converted to the network's floating type.</param>
    /// <param name="targets">Which scalars.</param>
    /// <param name="progress">Told the share of the work that is done, from 0 to 1; <see langword="null"/> for nobody.</param>
    /// <param name="cancellation">Ends the work within one pass through the network.</param>
    /// <returns>One explanation for each target, disposed by the caller.</returns>
    /// <exception cref="ArgumentException">The images do not fit the input, or a target does not fit the outputs.</exception>
    /// <exception cref="NotSupportedException">The method does not apply to this network; the message says why. Thrown before anything is computed.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend differentiably on the input, or an operator cannot run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public virtual IReadOnlyList<Explanation> Explain(
        Tensor images, IReadOnlyList<Target> targets, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = NewDisposeScope();
        _model.RequireImages(images);
        if (Refuses is { } reason)
            throw new NotSupportedException($"{Description.Name} does not apply to this network: {reason}");
        cancellation.ThrowIfCancellationRequested();
        var type = _model.ComputeType;
        var converted = images.dtype == type ? images.detach() : images.detach().to_type(type);
        var explanations = new List<Explanation>();
        try
        {
            Explain(new Request(converted, targets, progress, cancellation), explanations);
            return explanations;
        }
        catch
        {
            // A later target failed: nobody will get what the earlier ones gave.
            explanations.ForEach(e => e.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the method holds.</summary>
    /// <param name="disposing">Always <see langword="true"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Why the method cannot explain the network, or <see langword="null"/> where it can.</summary>
    private protected virtual string? WhyUnsupported() => null;

    /// <summary>All inputs of the network, the explained one given.</summary>
    /// <param name="images">The explained input.</param>
    private protected Dictionary<string, Tensor> Inputs(Tensor images)
    {
        var all = new Dictionary<string, Tensor> { [Network.Inputs[0].Name] = images };
        foreach (var (name, value) in OtherInputs ?? new Dictionary<string, Tensor>())
            all[name] = value.is_floating_point() ? value.detach().to_type(Network.ComputeType) : value.detach();
        return all;
    }

    /// <summary>All inputs for copies of images; other inputs that have one row for each image follow their image.</summary>
    /// <param name="count">Number of images of the call.</param>
    private protected Func<Tensor, PerturbedCopies, Dictionary<string, Tensor>> InputsOfCopies(int count) => (copies, rows) =>
    {
        var all = Inputs(copies);
        foreach (var name in OtherInputs?.Keys ?? [])
        {
            if (all[name].dim() > 0 && all[name].shape[0] == count)
                all[name] = rows.Originals(all[name]);
        }

        return all;
    };

    /// <summary>Computes the explanations; temporaries belong to the dispose scope of the caller.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="explanations">Receives one for each target, each in no dispose scope (<see cref="Explanation"/> sees to that).</param>
    private protected abstract void Explain(Request request, List<Explanation> explanations);

    /// <summary>One call.</summary>
    /// <param name="Images">The input in the network's compute type, detached.</param>
    /// <param name="Targets">Which scalars.</param>
    /// <param name="Progress">Told the share of the work that is done.</param>
    /// <param name="Cancellation">Ends the work.</param>
    private protected sealed record Request(Tensor Images, IReadOnlyList<Target> Targets, IProgress<double>? Progress, CancellationToken Cancellation)
    {
        /// <summary>Number of images.</summary>
        public int Count => (int)Images.shape[0];
    }
}
