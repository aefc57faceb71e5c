using Salience.Cli.Records;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Cli.Inspecting;

/// <summary>Finds the layer that Grad-CAM would use.</summary>
internal static class FeatureMaps
{
    /// <summary>Operators after which rows and columns need not be those of the picture any more, whatever the rank is.</summary>
    private static readonly HashSet<string> Rearranging =
    [
        "Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze", "Gather", "GatherElements", "GatherND", "Slice", "Split",
        "MatMul", "Gemm", "Einsum", "Attention", "Softmax", "LogSoftmax", "Shape",
    ];

    /// <summary>The last feature map <c>(1, C, H, W)</c> of more than one place: what stands before global pooling, flattening or tokens.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">Its values for one image.</param>
    /// <returns>The layer, or <see langword="null"/> where the network has none.</returns>
    public static LayerRecord? Last(Network network, IReadOnlyDictionary<string, Tensor> values)
    {
        var maps = new HashSet<string> { network.Inputs[0].Name };
        LayerRecord? last = null;
        foreach (var node in network.Nodes)
        {
            if (Rearranging.Contains(node.Operator.Name) || !node.Inputs.Any(maps.Contains) || node.Outputs[0].Length == 0)
                continue;
            var value = values[node.Outputs[0]];
            if (value.shape is not [1, _, var height, var width] || height * width < 2 || !value.is_floating_point())
                continue;
            maps.Add(node.Outputs[0]);
            last = new LayerRecord(node.Name, node.Operator.Name, value.shape);
        }

        return last;
    }
}
