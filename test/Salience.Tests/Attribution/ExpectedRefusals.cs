using Salience.Attribution;

namespace Salience.Tests.Attribution;

/// <summary>Which methods do not apply to which networks, and the words that say why. Everywhere else a method has to explain.</summary>
internal static class ExpectedRefusals
{
    /// <summary>Networks without a rectifier, which guided backpropagation and deconvolution change.</summary>
    private static readonly string[] WithoutRectifier = ["smooth", "tokens", "convnext", "efficientnet", "swin", "vit"];

    /// <summary>Networks in which no token attends to others.</summary>
    private static readonly string[] WithoutAttention =
    [
        "relu", "smooth", "grey", "dense", "alexnet_lrn", "convnext", "densenet", "efficientnet", "inception", "mobilenet_v2", "mobilenet_v3", "regnet_y", "shufflenet_v2", "vgg_bn",
        "tiny_vgg", "tiny_resnet",
    ];

    private static readonly string[] AttentionMethods = ["attention-rollout", "gradient-attention"];

    private static readonly (string[] Methods, string[] Networks, string Reason)[] All =
    [
        (["guided-backprop", "deconvolution", "guided-grad-cam"], WithoutRectifier, "it has no rectifier"),
        (["grad-cam", "grad-cam++", "hirescam", "layercam", "guided-grad-cam", "score-cam"], ["dense"], "none of its layers has a place on the picture"),
        (AttentionMethods, WithoutAttention, "it has no attention"),
        (AttentionMethods, ["swin"], "sees windows of"),
    ];

    /// <summary>Words of the reason, or <see langword="null"/> where the method has to explain the network.</summary>
    public static string? Reason(string method, string network) =>
        All.FirstOrDefault(r => r.Methods.Contains(method) && r.Networks.Contains(network)).Reason;

    /// <summary>The cells of a table (method × network) that are refused, or those that are not.</summary>
    public static TheoryData<string, string> Cells(IEnumerable<string> networks, bool refused)
    {
        var cells = new TheoryData<string, string>();
        foreach (var network in networks)
        {
            foreach (var name in AttributionMethods.All.Select(m => m.Description.Name).Where(m => Reason(m, network) is not null == refused))
                cells.Add(name, network);
        }

        return cells;
    }
}
