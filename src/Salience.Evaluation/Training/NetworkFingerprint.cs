using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Salience.Networks;
using static TorchSharp.torch;

namespace Salience.Evaluation.Training;

/// <summary>A hash of a network's nodes and of all its constants: the network that a training begins with.</summary>
internal static class NetworkFingerprint
{
    /// <summary>SHA-256 in hexadecimal.</summary>
    public static string Of(Network network)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));

        foreach (var node in network.Nodes)
            Append($"{node}: {Attributes(node)} {string.Join(',', node.Inputs)} -> {string.Join(',', node.Outputs)}");
        Append(string.Join(',', network.Outputs));
        foreach (var (name, value) in network.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            Append($"{name} {value.dtype} ({string.Join(',', value.shape)})");
            if (value.numel() > 0)
                hash.AppendData(value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The numbers and texts that an operator holds, such as an epsilon; lists of numbers are spelled out.</summary>
    private static string Attributes(Node node) =>
        string.Join(' ', node.Operator.GetType().GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal)
            .Where(p => p.PropertyType.IsPrimitive || p.PropertyType.IsEnum || p.PropertyType == typeof(IReadOnlyList<long>))
            .Select(p => $"{p.Name}={Text(p.GetValue(node.Operator))}"));

    private static string Text(object? value) =>
        value is IEnumerable<long> list ? string.Join(',', list) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
