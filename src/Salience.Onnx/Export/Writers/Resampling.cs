using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Onnx.Export.Writers;

/// <summary>
/// ONNX Resize. Antialiasing, axes and aspect policies came with opset 18, half_pixel_symmetric with 19. What Upsample and the first Resize did, and what
/// was dropped with opset 13, is written in other words.
/// </summary>
internal static class Resampling
{
    private const int AxesAndAspects = 18;
    private const int SymmetricHalfPixel = 19;

    [OperatorWriter]
    internal static void Resize(Resize op, ExportContext c)
    {
        var settings = op.Settings;
        if (settings is { Interpolation: InterpolationKind.Nearest, Nearest: NearestRule.FloorOrCeilByScale })
            ByScale(settings, c);
        else
            c.Emit("Resize", Inputs(c), Attributes(c, settings, NearestMode(settings)));
    }

    /// <summary>The element below where an axis grows, the one above where it shrinks: two nodes where both happen or nothing is known.</summary>
    private static void ByScale(ResizeSettings settings, ExportContext c)
    {
        var (floor, ceil) = (Attributes(c, settings, "floor"), Attributes(c, settings, "ceil"));
        using var scope = NewDisposeScope();
        var scales = c.Parameter(2);
        if (scales?.ge(1).all().ToBoolean() == true)
        {
            c.Emit("Resize", Inputs(c), floor);
            return;
        }

        if (scales?.le(1).all().ToBoolean() == true)
        {
            c.Emit("Resize", Inputs(c), ceil);
            return;
        }

        var one = c.Constant(ones([1], c.TypeOf(c.Input(2))), "one");
        var growing = c.EmitValue("Max", "growing", [c.Input(2), one]);
        var shrinking = c.EmitValue("Min", "shrinking", [c.Input(2), one]);
        var grown = c.EmitValue("Resize", "grown", [c.Input(0), string.Empty, growing], floor);
        c.Emit("Resize", [grown, string.Empty, shrinking], ceil);
    }

    /// <summary>The inputs; an empty list stands for an absent one in files of opset 11.</summary>
    private static string[] Inputs(ExportContext c) =>
        [.. c.Node.Inputs.Select((name, i) => i > 0 && c.Parameter(i) is { } list && list.numel() == 0 ? string.Empty : name)];

    private static List<NodeAttribute> Attributes(ExportContext c, ResizeSettings settings, string nearest)
    {
        List<NodeAttribute> attributes =
        [
            NodeAttribute.Text("mode", settings.Interpolation switch
            {
                InterpolationKind.Nearest => "nearest",
                InterpolationKind.Cubic => "cubic",
                _ => "linear",
            }),
            NodeAttribute.Text("coordinate_transformation_mode", Mapping(c, settings)),
        ];
        if (settings.Interpolation == InterpolationKind.Nearest)
            attributes.Add(NodeAttribute.Text("nearest_mode", nearest));
        if (settings.Interpolation == InterpolationKind.Cubic)
            attributes.Add(NodeAttribute.Float("cubic_coeff_a", settings.CubicCoefficient));
        if (settings.ExcludeOutside)
            attributes.Add(NodeAttribute.Flag("exclude_outside", true));
        if (settings.ExtrapolationValue != 0)
            attributes.Add(NodeAttribute.Float("extrapolation_value", settings.ExtrapolationValue));
        if (settings is { Antialias: false, Axes: null, Aspect: AspectPolicy.Stretch })
            return attributes;
        c.RequireOpset(AxesAndAspects);
        attributes.Add(NodeAttribute.Flag("antialias", settings.Antialias));
        attributes.Add(NodeAttribute.Text("keep_aspect_ratio_policy", settings.Aspect switch
        {
            AspectPolicy.NotLarger => "not_larger",
            AspectPolicy.NotSmaller => "not_smaller",
            _ => "stretch",
        }));
        if (settings.Axes is { } axes)
            attributes.Add(NodeAttribute.Ints("axes", axes));
        return attributes;
    }

    private static string Mapping(ExportContext c, ResizeSettings settings)
    {
        if (settings.Mapping == CoordinateMapping.HalfPixelSymmetric)
            c.RequireOpset(SymmetricHalfPixel);
        return settings.Mapping switch
        {
            CoordinateMapping.HalfPixelSymmetric => "half_pixel_symmetric",
            CoordinateMapping.PyTorchHalfPixel => "pytorch_half_pixel",
            CoordinateMapping.AlignCorners => "align_corners",
            CoordinateMapping.Asymmetric => "asymmetric",
            CoordinateMapping.CropAndResize => "tf_crop_and_resize",
            CoordinateMapping.HalfPixelForNearest when settings.Interpolation != InterpolationKind.Nearest =>
                throw ExportContext.Unsupported("its coordinates are those of tf_half_pixel_for_nn, which the format knew in opset 11 only"),
            _ => "half_pixel",
        };
    }

    /// <summary>The rule of rounding. tf_half_pixel_for_nn is half_pixel moved by one half, so that the rules move with it.</summary>
    private static string NearestMode(ResizeSettings settings) => (settings.Mapping, settings.Nearest) switch
    {
        (CoordinateMapping.HalfPixelForNearest, NearestRule.Floor) => "round_prefer_ceil",
        (CoordinateMapping.HalfPixelForNearest, NearestRule.RoundPreferFloor) => "ceil",
        (CoordinateMapping.HalfPixelForNearest, _) when settings.Interpolation == InterpolationKind.Nearest =>
            throw ExportContext.Unsupported("it rounds the coordinates of tf_half_pixel_for_nn up, for which the format has no rule"),
        (_, NearestRule.RoundPreferCeil) => "round_prefer_ceil",
        (_, NearestRule.Floor) => "floor",
        (_, NearestRule.Ceil) => "ceil",
        _ => "round_prefer_floor",
    };
}
