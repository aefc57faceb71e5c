using Salience.Decomposition;
using Salience.Naming;
using Salience.Networks;
using Salience.Operators;
using Salience.PostProcessing;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Attribution.Engine;

/// <summary>The layers of a network that hold features with a place on the picture: where class activation maps can be read.</summary>
internal static class FeatureLayers
{
    /// <summary>The node of that name.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public static Node Find(Network network, string name) =>
        network.Nodes.FirstOrDefault(n => n.Name == name || n.Outputs.Contains(name))
        ?? throw new ArgumentException(
            $"The network has no layer '{name}'"
            + (Suggestion.Nearest(name, network.Nodes.Select(n => n.Name)) is { } nearest ? $"; did you mean '{nearest}'?" : $"; its last ones are {string.Join(", ", network.Nodes.TakeLast(5).Select(n => n.Name))}."));

    /// <summary>
    /// Nodes that a map may be read from, the last first: they depend on the picture, and neither pool (their output is coarser than what the
    /// classifier saw last) nor merely hand on. What follows Flatten has no places until a Reshape gives it some.
    /// </summary>
    public static IEnumerable<Node> Candidates(Network network)
    {
        var active = new HashSet<string> { network.Inputs[0].Name };
        var flat = new HashSet<string>();
        var found = new List<Node>();
        foreach (var node in network.Nodes.Where(n => n.Inputs.Any(active.Contains) && n.Operator.Kind != OperatorKind.NonDifferentiable))
        {
            active.UnionWith(node.Outputs.Where(o => o.Length > 0));
            if (node.Operator is Flatten || (node.Operator is not Reshape && node.Inputs.Where(active.Contains).All(flat.Contains)))
                flat.UnionWith(node.Outputs);
            else if (!Pools(node.Operator) && !HandsOn(node.Operator))
                found.Add(node);
        }

        found.Reverse();
        return found;
    }

    /// <summary>The value of a node as <c>(N, C, H, W)</c>, or <see langword="null"/> where it has fewer than two places on the picture.</summary>
    public static Tensor? OnPicture(Tensor value, Placement placement, long images)
    {
        switch (placement)
        {
            case Placement.Nchw:
                return value.shape[2] * value.shape[3] > 1 ? value : null;
            case Placement.Grid grid when grid.Height * grid.Width > 1:
                var rows = placement.PerImage(value, images);
                return rows.index_select(1, tensor(grid.Index)).view(images, grid.Channels, grid.Height, grid.Width);
            default:
                return null;
        }
    }

    /// <summary>Why no map can be read from a network, or <see langword="null"/> where one can.</summary>
    public static string? WhyNone(Network network) => Candidates(network).Any() ? null : "none of its layers has a place on the picture.";

    /// <summary>The images, which have to be <c>(N, C, H, W)</c>.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static Tensor RequirePictures(Tensor images, string method) => images.dim() == 4 ? images
        : throw new ArgumentException($"{method} needs pictures (N, C, H, W), not ({string.Join(", ", images.shape)}).");

    /// <summary>Values of a layer <c>(N, 1, h, w)</c> as a map of the picture's size, bilinearly, samples being pixel centres.</summary>
    public static Tensor ToMap(Tensor values, Tensor images, bool positive)
    {
        using var scope = NewDisposeScope();
        var shown = positive ? values.clamp_min(0) : values;
        return UpsamplingStage.Bilinear(shown, images.shape[2], images.shape[3], alignCorners: false).MoveToOuterDisposeScope();
    }

    private static bool Pools(Operator operation) =>
        operation is MaxPool or AveragePool or LpPool or GlobalAveragePool or GlobalMaxPool or GlobalLpPool or Reduction or Resize;

    private static bool HandsOn(Operator operation) => operation is Identity or Dropout or Flatten or Reshape or Transpose or Squeeze or Unsqueeze;
}
