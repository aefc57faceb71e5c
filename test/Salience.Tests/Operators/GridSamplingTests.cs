using Salience.Operators;
using TorchSharp;
using static Salience.Tests.Operators.OperatorIdentity;
using static Salience.Tests.Operators.OperatorRuns;
using static Salience.Tests.Operators.TensorAssert;
using static TorchSharp.torch;

namespace Salience.Tests.Operators;

/// <summary>Sampling by a grid: gathered neighbours against libtorch's own code, and laws for the rest.</summary>
[NoTensorLeaks]
public class GridSamplingTests
{
    public static TheoryData<object, object, bool> Settings
    {
        get
        {
            var data = new TheoryData<object, object, bool>();
            foreach (var interpolation in new[] { InterpolationKind.Linear, InterpolationKind.Nearest })
            {
                foreach (var padding in Enum.GetValues<SamplePadding>())
                {
                    data.Add(interpolation, padding, false);
                    data.Add(interpolation, padding, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_differentiated_grid_is_sampled_as_libtorch_samples_a_constant_one(object interpolation, object padding, bool alignCorners)
    {
        using var scope = NewDisposeScope();
        var operation = new GridSample((InterpolationKind)interpolation, (SamplePadding)padding, alignCorners);
        (Tensor X, Tensor Grid)[] cases =
        [
            (Normal(1, 2, 3, 4, 5), Normal(2, 2, 6, 7, 2) * 1.7),
            (Normal(3, 2, 3, 4, 5, 3), Normal(4, 2, 3, 4, 5, 3) * 1.7),
        ];
        foreach (var (x, grid) in cases)
            Close(Run(operation, x, grid), Run(operation, x, grid.clone().requires_grad_()).detach());
    }

    [Fact]
    public void Cubic_sampling_at_the_elements_gives_the_elements_and_at_thirds_the_resized_picture()
    {
        using var scope = NewDisposeScope();
        var x = Normal(5, 1, 2, 4, 6);
        var operation = new GridSample(InterpolationKind.Cubic, SamplePadding.Border, alignCorners: true);
        var identity = tensor(new double[] { 1, 0, 0, 0, 1, 0 }).view(1, 2, 3);
        Close(x, Run(operation, x, Run(new AffineGrid(alignCorners: true), identity, Ints(1, 2, 4, 6))));
        var finer = Run(new Resize(new ResizeSettings { Interpolation = InterpolationKind.Cubic, Mapping = CoordinateMapping.AlignCorners }), x, null, null, Ints(1, 2, 10, 16));
        Close(finer, Run(operation, x, Run(new AffineGrid(alignCorners: true), identity, Ints(1, 2, 10, 16))));
    }

    [Fact]
    public void Cubic_sampling_of_a_volume_is_that_of_its_slices_where_the_volume_does_not_change_along_the_first_axis()
    {
        using var scope = NewDisposeScope();
        var slice = Normal(6, 2, 3, 5, 6);
        var grid = Normal(7, 2, 1, 4, 3, 3) * 0.5;
        var volume = slice.unsqueeze(2).expand(-1, -1, 8, -1, -1);
        var operation = new GridSample(InterpolationKind.Cubic, SamplePadding.Border);
        Close(Run(operation, slice, grid.squeeze(1).narrow(-1, 0, 2)).unsqueeze(2), Run(operation, volume, grid));
    }

    [Fact]
    public void Mirroring_repeats_with_twice_the_size()
    {
        using var scope = NewDisposeScope();
        var x = Normal(8, 1, 2, 4, 6);
        var grid = Normal(9, 1, 5, 5, 2);
        foreach (var interpolation in Enum.GetValues<InterpolationKind>())
        {
            // Normalised coordinates span 2, so a period of twice the size is 4.
            var operation = new GridSample(interpolation, SamplePadding.Reflection);
            Close(Run(operation, x, grid), Run(operation, x, grid + 4));
            Close(Run(operation, x, grid), Run(operation, x, 2 - grid));
        }
    }
}
