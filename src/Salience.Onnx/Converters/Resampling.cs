using Salience.Onnx.Conversion;
using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.Onnx.Converters;

/// <summary>
/// ONNX Upsample (1: two scales as attributes. 7: scales as an attribute. 9: as an input. 10: replaced by Resize) and Resize (10: scales
/// only. 11: region, sizes, coordinate transformations, cubic. 13: optional inputs. 18: antialias, axes, keep_aspect_ratio_policy.
/// 19: half_pixel_symmetric).
/// </summary>
/// <remarks>
/// https://onnx.ai/onnx/operators/onnx__Resize.html. Before version 11 coordinates are <c>i/s</c>, and the nearest element is the one
/// below when enlarging and the one above when reducing, as ONNX Runtime has it; the specification is silent.
/// </remarks>
internal static class Resampling
{
    [OnnxOperator("Upsample", 1)]
    internal static void FromTwoScales(ConversionContext c) =>
        FromScales(c, [1, 1, (float)c.Node.GetFloat("height_scale"), (float)c.Node.GetFloat("width_scale")]);

    [OnnxOperator("Upsample", 7)]
    internal static void FromScaleList(ConversionContext c) =>
        FromScales(c, c.Node.GetFloats("scales") ?? throw c.Node.Fault("has no attribute 'scales', which its operator needs."));

    [OnnxOperator("Upsample", 9)]
    [OnnxOperator("Resize", 10)]
    internal static void FromScaleInput(ConversionContext c) => c.Emit(new Resize(Simple(c)), c.Input(0), string.Empty, c.Input(1));

    [OnnxOperator("Resize", 11, 13, 18, 19)]
    internal static void FromScalesOrSizes(ConversionContext c)
    {
        var settings = new ResizeSettings
        {
            Interpolation = Interpolation(c),
            Mapping = Mapping(c, c.Node.GetString("coordinate_transformation_mode", "half_pixel")),
            Nearest = c.Node.GetString("nearest_mode", "round_prefer_floor") switch
            {
                "round_prefer_floor" => NearestRule.RoundPreferFloor,
                "round_prefer_ceil" => NearestRule.RoundPreferCeil,
                "floor" => NearestRule.Floor,
                "ceil" => NearestRule.Ceil,
                var other => throw ConversionContext.Unsupported($"nearest_mode is '{other}'"),
            },
            CubicCoefficient = c.Node.GetFloat("cubic_coeff_a", -0.75f),
            ExcludeOutside = c.Node.GetInt("exclude_outside", 0) != 0,
            ExtrapolationValue = c.Node.GetFloat("extrapolation_value", 0),
        };
        if (c.Version >= 18)
        {
            settings = settings with
            {
                Antialias = c.Node.GetInt("antialias", 0) != 0,
                Axes = c.Node.GetInts("axes"),
                Aspect = c.Node.GetString("keep_aspect_ratio_policy", "stretch") switch
                {
                    "stretch" => AspectPolicy.Stretch,
                    "not_larger" => AspectPolicy.NotLarger,
                    "not_smaller" => AspectPolicy.NotSmaller,
                    var other => throw ConversionContext.Unsupported($"keep_aspect_ratio_policy is '{other}'"),
                },
            };
        }

        c.Emit(new Resize(settings));
    }

    private static void FromScales(ConversionContext c, float[] scales) =>
        c.Emit(new Resize(Simple(c)), c.Input(0), string.Empty, c.Constant(tensor(scales), "scales"));

    private static ResizeSettings Simple(ConversionContext c) => new()
    {
        Interpolation = Interpolation(c),
        Mapping = CoordinateMapping.Asymmetric,
        Nearest = NearestRule.FloorOrCeilByScale,
    };

    private static InterpolationKind Interpolation(ConversionContext c) => c.Node.GetString("mode", "nearest") switch
    {
        "nearest" => InterpolationKind.Nearest,
        "linear" or "bilinear" => InterpolationKind.Linear,
        "cubic" when c.Version >= 11 => InterpolationKind.Cubic,
        var other => throw ConversionContext.Unsupported($"mode is '{other}'; nearest, linear and (from version 11 on) cubic are supported"),
    };

    private static CoordinateMapping Mapping(ConversionContext c, string mode) => mode switch
    {
        "half_pixel" => CoordinateMapping.HalfPixel,
        "half_pixel_symmetric" when c.Version >= 19 => CoordinateMapping.HalfPixelSymmetric,
        "pytorch_half_pixel" => CoordinateMapping.PyTorchHalfPixel,
        "align_corners" => CoordinateMapping.AlignCorners,
        "asymmetric" => CoordinateMapping.Asymmetric,
        "tf_crop_and_resize" => CoordinateMapping.CropAndResize,
        "tf_half_pixel_for_nn" when c.Version == 11 => CoordinateMapping.HalfPixelForNearest,
        _ => throw ConversionContext.Unsupported($"coordinate_transformation_mode is '{mode}'"),
    };
}
