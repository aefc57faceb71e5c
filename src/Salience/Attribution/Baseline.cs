using System.Globalization;
using Salience.Attribution.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution;

/// <summary>What counts as absence of the input: the reference x₀ that attributions compare with.</summary>
/// <remarks>Values are those of the network's input, after normalisation: 0 is the mean colour where the mean was subtracted.</remarks>
public abstract record Baseline
{
    private Baseline()
    {
    }

    /// <summary>All zeros.</summary>
    public static Baseline Zero { get; } = new ConstantBaseline(0);

    /// <summary>What <see cref="Parse"/> reads.</summary>
    internal static IReadOnlyList<string> Forms => ["zero", "constant:V", "blur:DEVIATION", "uniform:RANGE", "normal:DEVIATION"];

    /// <summary>How many references the baseline holds, or <see langword="null"/> where it makes as many as wanted.</summary>
    internal virtual int? Count => 1;

    /// <summary>The same value everywhere.</summary>
    /// <param name="value">The value.</param>
    public static Baseline Constant(double value) => new ConstantBaseline(value);

    /// <summary>The image under a Gaussian blur, edges reflected.</summary>
    /// <param name="deviation">Standard deviation in pixels; above 0.</param>
    public static Baseline Blurred(double deviation) => new BlurredBaseline(Positive(deviation));

    /// <summary>Uniform noise in [−range, range], as many references as wanted, the same for every image.</summary>
    /// <param name="range">Half the width; above 0.</param>
    public static Baseline Uniform(double range) => new NoiseBaseline("uniform", Positive(range));

    /// <summary>Normal noise around 0, as many references as wanted, the same for every image.</summary>
    /// <param name="deviation">Standard deviation; above 0.</param>
    public static Baseline Normal(double deviation) => new NoiseBaseline("normal", Positive(deviation));

    /// <summary>Given references, for instance images of the training set.</summary>
    /// <param name="images"><c>(R, C, H, W)</c>; stays the caller's and must outlive the baseline.</param>
    public static Baseline References(Tensor images) => new ReferenceBaseline(images);

    /// <summary>Reads <c>zero</c>, <c>constant:V</c>, <c>blur:DEVIATION</c>, <c>uniform:RANGE</c> or <c>normal:DEVIATION</c>.</summary>
    /// <param name="text">What was written.</param>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static Baseline Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(':', 2);
        var number = parts.Length > 1 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value : (double?)null;
        return (parts[0], number) switch
        {
            ("zero", null) when parts.Length == 1 => Zero,
            ("constant", { } v) => Constant(v),
            ("blur", > 0 and { } v) => Blurred(v),
            ("uniform", > 0 and { } v) => Uniform(v),
            ("normal", > 0 and { } v) => Normal(v),
            _ => throw new ArgumentException($"baseline={text} is not possible; use zero, constant:V, blur:DEVIATION, uniform:RANGE or normal:DEVIATION (above 0).", nameof(text)),
        };
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Text();

    /// <summary>One reference for each image, shaped like <paramref name="images"/>.</summary>
    /// <param name="images">The input.</param>
    /// <param name="reference">Number of the reference.</param>
    /// <param name="seed">Draws random references.</param>
    internal abstract Tensor Make(Tensor images, int reference, long seed);

    private protected abstract string Text();

    private static double Positive(double value) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Give a number above 0.");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record ConstantBaseline(double Value) : Baseline
    {
        internal override Tensor Make(Tensor images, int reference, long seed) => full_like(images, Value);

        private protected override string Text() => Value == 0 ? "zero" : $"constant:{Number(Value)}";
    }

    private sealed record BlurredBaseline(double Deviation) : Baseline
    {
        internal override Tensor Make(Tensor images, int reference, long seed) => GaussianBlur.Apply(images, Deviation);

        private protected override string Text() => $"blur:{Number(Deviation)}";
    }

    private sealed record NoiseBaseline(string Kind, double Size) : Baseline
    {
        internal override int? Count => null;

        internal override Tensor Make(Tensor images, int reference, long seed)
        {
            using var scope = NewDisposeScope();
            var noise = Kind == "normal" ? SharedNoise.Normal(images, seed, reference) : SharedNoise.Uniform(images, seed, reference) * 2 - 1;
            return (noise * Size).expand_as(images).contiguous().MoveToOuterDisposeScope();
        }

        private protected override string Text() => $"{Kind}:{Number(Size)}";
    }

    private sealed record ReferenceBaseline(Tensor Images) : Baseline
    {
        internal override int? Count => (int)Images.shape[0];

        internal override Tensor Make(Tensor images, int reference, long seed)
        {
            if (Images.dim() != images.dim() || !Images.shape.AsSpan(1).SequenceEqual(images.shape.AsSpan(1)))
                throw new ArgumentException($"References have shape ({string.Join(", ", Images.shape)}), images ({string.Join(", ", images.shape)}): give (R, …) of the same size.");
            using var scope = NewDisposeScope();
            return Images.narrow(0, reference, 1).to_type(images.dtype).expand_as(images).contiguous().MoveToOuterDisposeScope();
        }

        private protected override string Text() => $"references:{Images.shape[0]}";
    }
}
