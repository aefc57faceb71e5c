using Salience.Operators;
using static TorchSharp.torch;

namespace Salience.PostProcessing;

/// <summary>Means that take the place of operators which slide over, shrink or enlarge a picture.</summary>
internal static class SpatialAverages
{
    /// <summary>The outputs; <see langword="null"/> for other operators.</summary>
    public static Tensor[]? Of(Operator operation, IReadOnlyList<Tensor?> inputs, IReadOnlyList<bool> active)
    {
        if (!active[0] || active.Skip(1).Contains(true))
            return null;
        var x = inputs[0]!;
        return operation switch
        {
            Conv c => Convolve(c, x, inputs[1]!),
            ConvTranspose c => Convolve(c, x, inputs[1]!),
            MaxPool p => [Window(p.Window, x), .. p.Forward([x.detach()]).Skip(1)],
            AveragePool p => [Window(p.Window, x)],
            LpPool p => [Window(p.Window, x)],
            GlobalAveragePool or GlobalMaxPool or GlobalLpPool => [x.mean(SpatialAxes.Of(x), keepdim: true)],
            Reduction r => new ReduceMean(r.KeepDimensions, r.EmptyMeansNone).Forward(inputs),
            _ => null,
        };
    }

    /// <summary>The mean over all channels and over the taps that fall on the input; all output channels alike.</summary>
    private static Tensor[] Convolve(Conv c, Tensor x, Tensor weight)
    {
        var plain = new Conv { Padding = c.Padding, Strides = c.Strides, Dilations = c.Dilations };
        return [Mean(plain, x, weight, weight.shape[0])];
    }

    private static Tensor[] Convolve(ConvTranspose c, Tensor x, Tensor weight)
    {
        var plain = new ConvTranspose
        {
            Padding = c.Padding,
            Strides = c.Strides,
            Dilations = c.Dilations,
            OutputPadding = c.OutputPadding,
            OutputShape = c.OutputShape,
        };
        return [Mean(plain, x, weight, weight.shape[1] * c.Groups)];
    }

    private static Tensor Mean(Operator plain, Tensor x, Tensor weight, long channels)
    {
        var kernel = ones([1, 1, .. weight.shape[2..]], x.dtype);
        var sum = plain.Forward([x.mean([1], keepdim: true), kernel])[0];
        Tensor taps;
        using (no_grad())
            taps = plain.Forward([ones([1, 1, .. x.shape[2..]], x.dtype), kernel])[0].clamp_min(1);
        var mean = sum / taps;
        return mean.expand([mean.shape[0], channels, .. mean.shape[2..]]);
    }

    private static Tensor Window(SlidingWindow window, Tensor x)
    {
        var layout = window.LayOut(x.shape.AsSpan(2));
        return layout.Sum(x) / layout.CountTaps(includePadding: false, x.dtype, x.device).clamp_min(1);
    }
}
