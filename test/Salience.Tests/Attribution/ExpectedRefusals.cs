using Salience.Attribution;

namespace Salience.Tests.Attribution;

/// <summary>Which methods do not apply to which networks, and the words that say why. Everywhere else a method has to explain.</summary>
internal static class ExpectedRefusals
{
    /// <summary>Networks without a rectifier, which guided backpropagation and deconvolution change.</summary>
    private static readonly string[] WithoutRectifier = ["smooth", "tokens", "convnext", "efficientnet", "swin", "vit"];

    private static readonly (string[] Methods, string[] Networks, string Reason)[] All =
    [
        (["guided-backprop", "deconvolution", "guided-grad-cam"], WithoutRectifier, "it has no rectifier"),
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
