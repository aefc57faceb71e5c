using static TorchSharp.torch;

namespace Salience.Decomposition;

/// <summary>What a decomposition needs of a model: a recorded forward pass, and what it knows of places and gaps.</summary>
internal abstract class ExplainedModel
{
    /// <summary>Element type in which the model computes.</summary>
    public abstract ScalarType ComputeType { get; }

    /// <summary>Throws where <paramref name="images"/> are no batch that the model can be explained on.</summary>
    /// <param name="images">The explained input.</param>
    public virtual void RequireImages(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() == 0 || images.numel() == 0)
            throw new ArgumentException($"The input has shape ({string.Join(", ", images.shape)}): give at least one image, (N, C, H, W).", nameof(images));
        if (images.is_complex())
            throw new ArgumentException($"The input holds {images.dtype} values: give real ones.", nameof(images));
    }

    /// <summary>Runs the model on <paramref name="images"/> with a probe behind everything that has a bias.</summary>
    /// <param name="images">The explained input, converted to the compute type.</param>
    /// <param name="settings">Options.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    /// <param name="watch">
    /// Whether the tape also keeps the call that wrote a value, by the value's name; <see langword="null"/> for none. A model that does not know its operators keeps none.
    /// </param>
    /// <returns>The tape, disposed by the caller.</returns>
    public abstract GradientTape Record(Tensor images, FullGradientSettings settings, CancellationToken cancellation, Func<string, Tensor, bool>? watch = null);

    /// <summary>Where on the picture a node's output belongs, by the name of the value and its gradient. Four dimensions are <c>(N, C, H, W)</c> unless more is known.</summary>
    /// <param name="images">The explained input.</param>
    /// <param name="settings">Options.</param>
    public virtual Func<string, Tensor, Placement> Layout(Tensor images, FullGradientSettings settings) =>
        (_, gradient) => gradient.dim() == 4 ? new Placement.Nchw() : new Placement.Global();

    /// <summary>Looks for the cause where the terms of an explanation do not add up, and says it in <see cref="Completeness.Remarks"/>.</summary>
    /// <param name="images">The explained input.</param>
    /// <param name="completeness">The account of the explanation.</param>
    /// <param name="cancellation">Ends the work between two operators.</param>
    public virtual void Review(Tensor images, Completeness completeness, CancellationToken cancellation)
    {
    }
}
