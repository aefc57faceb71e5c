using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Resampling against hand-worked values, libtorch and laws.</summary>
[NoTensorLeaks]
public class ResizeTests
{
    [Fact]
    public void Nearest_follows_each_rule_at_equal_distance()
    {
        using var scope = NewDisposeScope();
        // Enlarged from 2 to 4 without an offset, the coordinates are 0, 1/2, 1, 3/2.
        Equal([4], [0, 0, 1, 1], Nearest(NearestRule.RoundPreferFloor, 2, 4));
        Equal([4], [0, 1, 1, 1], Nearest(NearestRule.RoundPreferCeil, 2, 4));
        Equal([4], [0, 0, 1, 1], Nearest(NearestRule.Floor, 2, 4));
        Equal([4], [0, 1, 1, 1], Nearest(NearestRule.Ceil, 2, 4));
        Equal([4], [0, 0, 1, 1], Nearest(NearestRule.FloorOrCeilByScale, 2, 4));
        // Reduced from 3 to 2 they are 0, 3/2.
        Equal([2], [0, 2], Nearest(NearestRule.FloorOrCeilByScale, 3, 2));
        Equal([2], [0, 1], Nearest(NearestRule.Floor, 3, 2));
    }

    [Theory]
    [InlineData(CoordinateMapping.HalfPixel, new[] { 0.0, 0.25, 0.75, 1.25, 1.75, 2 })]
    [InlineData(CoordinateMapping.PyTorchHalfPixel, new[] { 0.0, 0.25, 0.75, 1.25, 1.75, 2 })]
    [InlineData(CoordinateMapping.HalfPixelSymmetric, new[] { 0.0, 0.25, 0.75, 1.25, 1.75, 2 })]
    [InlineData(CoordinateMapping.Asymmetric, new[] { 0.0, 0.5, 1, 1.5, 2, 2 })]
    [InlineData(CoordinateMapping.HalfPixelForNearest, new[] { 0.25, 0.75, 1.25, 1.75, 2, 2 })]
    [InlineData(CoordinateMapping.AlignCorners, new[] { 0.0, 0.4, 0.8, 1.2, 1.6, 2 })]
    public void Linear_interpolation_of_a_ramp_shows_the_coordinates(object mapping, double[] coordinates)
    {
        using var scope = NewDisposeScope();
        var settings = new ResizeSettings { Interpolation = InterpolationKind.Linear, Mapping = (CoordinateMapping)mapping };
        Close(tensor(coordinates), Run(new Resize(settings), Count(3), null, tensor(new double[] { 2 })));
    }

    [Fact]
    public void A_scale_that_does_not_give_whole_sizes_is_used_as_it_stands()
    {
        using var scope = NewDisposeScope();
        // 4 × 0.6 = 2.4 elements become 2: coordinates (i + ½)/0.6 − ½, or with aligned corners 3i/1.4, or centred (2/2.4 of the input).
        Close(tensor(new[] { 1 / 3.0, 2 }), Ramp(CoordinateMapping.HalfPixel));
        Close(tensor(new[] { 0, 3 / 1.4 }), Ramp(CoordinateMapping.AlignCorners));
        Close(tensor(new[] { 2 / 3.0, 7 / 3.0 }), Ramp(CoordinateMapping.HalfPixelSymmetric));

        static Tensor Ramp(CoordinateMapping mapping) =>
            Run(new Resize(new ResizeSettings { Interpolation = InterpolationKind.Linear, Mapping = mapping }), Count(4), null, tensor(new[] { 0.6 }));
    }

    [Fact]
    public void A_region_is_sampled_with_aligned_corners_and_left_at_the_constant_outside()
    {
        using var scope = NewDisposeScope();
        var settings = new ResizeSettings { Interpolation = InterpolationKind.Linear, Mapping = CoordinateMapping.CropAndResize, ExtrapolationValue = 10 };
        // From 0.25·4 = 1 to 1.25·4 = 5 in five steps of one.
        Close(tensor(new double[] { 1, 2, 3, 4, 10 }), Run(new Resize(settings), Count(5), tensor(new[] { 0.25, 1.25 }), null, Ints(5)));
        Close(tensor(new double[] { 1, 2, 3, 4, 10 }), Run(new Resize(settings with { Interpolation = InterpolationKind.Nearest }), Count(5), tensor(new[] { 0.25, 1.25 }), null, Ints(5)));
        Close(tensor(new double[] { 3 }), Run(new Resize(settings), Count(5), tensor(new[] { 0.25, 1.25 }), null, Ints(1)));
    }

    [Fact]
    public void Antialiasing_widens_the_kernel_by_the_reduction()
    {
        using var scope = NewDisposeScope();
        var settings = new ResizeSettings { Interpolation = InterpolationKind.Linear, Antialias = true };
        // Halved, the triangle reaches two elements: weights 1/8, 3/8, 3/8, 1/8 around 2i + ½, the border repeated or left out.
        var x = tensor(new double[] { 8, 16, 40, 80 });
        Close(tensor(new[] { (8 + 3 * 8 + 3 * 16 + 40) / 8.0, (16 + 3 * 40 + 3 * 80 + 80) / 8.0 }), Run(new Resize(settings), x, null, null, Ints(2)));
        Close(tensor(new[] { (3 * 8 + 3 * 16 + 40) / 7.0, (16 + 3 * 40 + 3 * 80) / 7.0 }), Run(new Resize(settings with { ExcludeOutside = true }), x, null, null, Ints(2)));
        Close(Run(new Resize(settings with { Antialias = false }), x, null, null, Ints(7)), Run(new Resize(settings), x, null, null, Ints(7)));
    }

    [Theory]
    [InlineData(InterpolationKind.Linear, CoordinateMapping.HalfPixel, false)]
    [InlineData(InterpolationKind.Linear, CoordinateMapping.AlignCorners, true)]
    [InlineData(InterpolationKind.Cubic, CoordinateMapping.HalfPixel, false)]
    [InlineData(InterpolationKind.Cubic, CoordinateMapping.AlignCorners, true)]
    public void Pictures_are_resampled_as_libtorch_does(object interpolation, object mapping, bool alignCorners)
    {
        using var scope = NewDisposeScope();
        var settings = new ResizeSettings { Interpolation = (InterpolationKind)interpolation, Mapping = (CoordinateMapping)mapping };
        var mode = settings.Interpolation == InterpolationKind.Linear ? InterpolationMode.Bilinear : InterpolationMode.Bicubic;
        var x = Normal(3, 2, 3, 5, 6);
        long[][] sizes = [[10, 12], [7, 9], [3, 4], [5, 1]];
        foreach (var size in sizes)
        {
            var expected = nn.functional.interpolate(x, size, mode: mode, align_corners: alignCorners);
            Close(expected, Run(new Resize(settings), x, null, null, Ints(2, 3, size[0], size[1])));
            // Five axes keep libtorch's own code out of the way.
            Close(expected, Run(new Resize(settings), x.unsqueeze(0), null, null, Ints(1, 2, 3, size[0], size[1])).squeeze(0));
        }
    }

    [Fact]
    public void Policies_keep_the_aspect_ratio()
    {
        using var scope = NewDisposeScope();
        var x = Count(1, 1, 4, 6);
        Assert.Equal([1, 1, 6, 9], Shape(AspectPolicy.NotLarger));
        Assert.Equal([1, 1, 8, 12], Shape(AspectPolicy.NotSmaller));
        Assert.Equal([1, 1, 8, 9], Shape(AspectPolicy.Stretch));

        long[] Shape(AspectPolicy policy) => Run(new Resize(new ResizeSettings { Aspect = policy, Axes = [3, -2] }), x, null, null, Ints(9, 8)).shape;
    }

    [Fact]
    public void Nearest_enlargement_repeats_every_element_whichever_way_it_is_computed()
    {
        using var scope = NewDisposeScope();
        var x = Normal(4, 1, 2, 3, 5);
        for (var factor = 1; factor <= 7; factor++)
        {
            var expected = x.repeat_interleave(factor, 2).repeat_interleave(factor, 3);
            Equal(expected.shape, expected.contiguous().data<double>().ToArray(), Run(new Resize(new ResizeSettings()), x, null, tensor(new float[] { 1, 1, factor, factor })));
        }
    }

    private static Tensor Nearest(NearestRule rule, long from, long to) =>
        Run(new Resize(new ResizeSettings { Mapping = CoordinateMapping.Asymmetric, Nearest = rule }), Count(from), null, null, Ints(to));
}
