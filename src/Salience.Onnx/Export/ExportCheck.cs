using Salience.Networks;
using Salience.Onnx.Opsets;

namespace Salience.Onnx.Export;

/// <summary>Refuses options that contradict the network.</summary>
internal static class ExportCheck
{
    /// <summary>Throws unless the options fit together and the preprocessing gives what the network's input declares.</summary>
    public static void Require(Network network, OnnxExportOptions options)
    {
        if (options.Opset < OnnxExportOptions.OldestOpset || options.Opset > OpsetHistory.Last)
            throw new ArgumentException($"Opset {options.Opset} is not written; {OnnxExportOptions.OldestOpset} to {OpsetHistory.Last} are.", nameof(options));
        if (options.Preprocessing is not { } p || network.Inputs.Count == 0 || network.Inputs[0].Shape is not { Count: 4 } shape)
            return;
        if (shape[1] is { } channels && channels != p.Channels || shape[2] is { } height && height != p.Height || shape[3] is { } width && width != p.Width)
        {
            var declared = string.Join(", ", shape.Select(s => s?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any"));
            throw new ArgumentException(
                $"The preprocessing makes pictures of {p.Channels} x {p.Height} x {p.Width}, but the network's input is ({declared}).", nameof(options));
        }
    }

    /// <summary>Throws where the number of labels is not that of the classes, axis 1 of the explained output.</summary>
    public static void RequireClasses(OnnxExportOptions options, IReadOnlyList<long?>? output)
    {
        if (options.Labels is { } labels && output is { Count: > 1 } && output[1] is { } classes && classes != labels.Count)
            throw new ArgumentException($"There are {labels.Count} labels for an output of {classes} classes.", nameof(options));
    }
}
