using static TorchSharp.torch;

namespace Salience.Networks;

/// <summary>Checks a tensor against what the network declares for an input.</summary>
internal static class InputCheck
{
    /// <summary>Throws unless rank, fixed sizes and element class agree; the batch dimension of a picture may differ from a declared one.</summary>
    public static void Require(NetworkInput input, Tensor tensor)
    {
        RequireShape(input, tensor);
        if (input.Type is ScalarType.Float32 or ScalarType.Float64 && !tensor.is_floating_point())
            throw new ArgumentException($"Input '{input.Name}' holds floating values, got {tensor.dtype}.");
    }

    /// <summary>Throws unless rank and fixed sizes agree.</summary>
    public static void RequireShape(NetworkInput input, Tensor tensor)
    {
        var wanted = $"({string.Join(", ", input.Shape.Select(s => s?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any"))})";
        var given = $"({string.Join(", ", tensor.shape)})";
        if (input.Shape.Count > 0 && tensor.dim() != input.Shape.Count)
        {
            var hint = tensor.dim() == input.Shape.Count - 1 ? " Add a batch dimension." : string.Empty;
            throw new ArgumentException($"Input '{input.Name}' has shape {wanted}, got {given}.{hint}");
        }

        // Many exporters write the batch size of their example; a network that truly fixes it fails at its first Reshape, with that node's name.
        for (var d = tensor.dim() == 4 ? 1 : 0; d < input.Shape.Count; d++)
        {
            if (input.Shape[d] is { } size && size != tensor.shape[d])
                throw new ArgumentException($"Input '{input.Name}' has shape {wanted}, got {given}: dimension {d} must be {size}.");
        }
    }
}
