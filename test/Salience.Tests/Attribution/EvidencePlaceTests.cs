using Salience.Attribution;
using Salience.Decomposition;
using Salience.Networks;
using Salience.Operators;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

/// <summary>A network whose evidence is known: class 0 counts upright bars, class 1 lying ones. Maps must peak where the bar is.</summary>
[NoTensorLeaks]
public class EvidencePlaceTests
{
    private static readonly (int Row, int Column) Upright = (4, 6);
    private static readonly (int Row, int Column) Lying = (10, 22);

    public static TheoryData<string, int> Cells
    {
        get
        {
            var cells = new TheoryData<string, int>();
            foreach (var method in new[] { "grad-cam", "grad-cam++", "hirescam", "layercam", "score-cam", "score-cam:weights=increase", "guided-grad-cam", "fullgrad:terms=input" })
            {
                cells.Add(method, 1);
                cells.Add(method, 3);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_map_of_a_class_peaks_at_its_bar_on_pictures_that_are_not_square(string method, int channels)
    {
        using var scope = NewDisposeScope();
        using var network = Bars(channels);
        using var explainer = AttributionMethods.Create(method, network);
        var image = Picture(channels);
        foreach (var (target, (row, column)) in new[] { (0, Upright), (1, Lying) })
        {
            using var explanation = explainer.Explain(image, Target.Class(target));
            var peak = explanation.Map.argmax().ToInt64();
            var (y, x) = (peak / image.shape[3], peak % image.shape[3]);
            // A cell of the layer covers two pixels.
            Assert.True(Math.Abs(y - row) <= 1 && Math.Abs(x - column) <= 1, $"The peak for class {target} is at ({y}, {x}), the bar at ({row}, {column}).");
        }
    }

    private static Tensor Picture(int channels)
    {
        var image = zeros(1, channels, 14, 30, dtype: ScalarType.Float64);
        image.narrow(2, Upright.Row - 1, 3).narrow(3, Upright.Column, 1).fill_(1);
        image.narrow(2, Lying.Row, 1).narrow(3, Lying.Column - 1, 3).fill_(1);
        return image;
    }

    /// <summary>Convolution of stride 2 with a detector for each kind of bar, ReLU, mean over places, one class a detector.</summary>
    private static Network Bars(int channels)
    {
        var upright = tensor(new double[] { -1, 2, -1, -1, 2, -1, -1, 2, -1 }).view(1, 1, 3, 3);
        var kernels = cat([upright, upright.transpose(2, 3)], 0).expand(2, channels, 3, 3).contiguous() / channels;
        var b = new NetworkBuilder();
        var x = b.AddInput("x", ScalarType.Float64, null, channels, null, null);
        var detected = b.Add(
            "detect",
            new Conv { Padding = SpatialPadding.Symmetric(1, 1), Strides = [2, 2], Dilations = [1, 1] },
            x,
            b.AddParameter("kernels", kernels),
            b.AddParameter("threshold", tensor(new double[] { -2, -2 })));
        var pooled = b.Add("flat", new Flatten(1), b.Add("pool", new GlobalAveragePool(), b.Add("relu", new Relu(), detected)));
        return b.Build(b.Add("fc", new Gemm(transposeB: true), pooled, b.AddParameter("fc.weight", eye(2, dtype: ScalarType.Float64) * 100), b.AddParameter("fc.bias", zeros(2, dtype: ScalarType.Float64))));
    }
}
