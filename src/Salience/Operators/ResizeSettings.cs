namespace Salience.Operators;

/// <summary>How <see cref="Resize"/> finds an output element: the attributes of ONNX's Resize.</summary>
internal sealed record ResizeSettings
{
    public InterpolationKind Interpolation { get; init; } = InterpolationKind.Nearest;

    public CoordinateMapping Mapping { get; init; } = CoordinateMapping.HalfPixel;

    public NearestRule Nearest { get; init; } = NearestRule.RoundPreferFloor;

    /// <summary>a of the cubic kernel.</summary>
    public double CubicCoefficient { get; init; } = -0.75;

    /// <summary>Whether taps outside the input weigh nothing, in place of repeating the border.</summary>
    public bool ExcludeOutside { get; init; }

    /// <summary>Value of elements that <see cref="CoordinateMapping.CropAndResize"/> finds outside the input.</summary>
    public double ExtrapolationValue { get; init; }

    /// <summary>Whether the kernel widens when the output is smaller.</summary>
    public bool Antialias { get; init; }

    public AspectPolicy Aspect { get; init; } = AspectPolicy.Stretch;

    /// <summary>The axes that region, scales and sizes speak of; <see langword="null"/> for all.</summary>
    public IReadOnlyList<long>? Axes { get; init; }
}

/// <summary>Kernel by which neighbours are weighted.</summary>
internal enum InterpolationKind
{
    /// <summary>One neighbour.</summary>
    Nearest,

    /// <summary>Two neighbours an axis.</summary>
    Linear,

    /// <summary>Four neighbours an axis; Keys 1981.</summary>
    Cubic,
}

/// <summary>How an output position becomes a coordinate of the input.</summary>
internal enum CoordinateMapping
{
    /// <summary><c>(i + ½)/s − ½</c>.</summary>
    HalfPixel,

    /// <summary>As <see cref="HalfPixel"/>, with the centres of input and rounded output size aligned.</summary>
    HalfPixelSymmetric,

    /// <summary>As <see cref="HalfPixel"/>, 0 where the output has one element.</summary>
    PyTorchHalfPixel,

    /// <summary><c>(i + ½)/s</c>, for the nearest neighbour only.</summary>
    HalfPixelForNearest,

    /// <summary><c>i·(in − 1)/(out − 1)</c>.</summary>
    AlignCorners,

    /// <summary><c>i/s</c>.</summary>
    Asymmetric,

    /// <summary>As <see cref="AlignCorners"/> inside the region given, in fractions of the input.</summary>
    CropAndResize,
}

/// <summary>Which neighbour is the nearest one.</summary>
internal enum NearestRule
{
    /// <summary>The nearest, the lower one at equal distance.</summary>
    RoundPreferFloor,

    /// <summary>The nearest, the upper one at equal distance.</summary>
    RoundPreferCeil,

    /// <summary>The lower one.</summary>
    Floor,

    /// <summary>The upper one.</summary>
    Ceil,

    /// <summary>The lower one when enlarging, the upper one when reducing: Upsample and Resize before opset 11.</summary>
    FloorOrCeilByScale,
}

/// <summary>What becomes of sizes that would change the aspect ratio.</summary>
internal enum AspectPolicy
{
    /// <summary>The sizes are taken as they are.</summary>
    Stretch,

    /// <summary>The smallest scale is taken for every axis.</summary>
    NotLarger,

    /// <summary>The largest scale is taken for every axis.</summary>
    NotSmaller,
}
