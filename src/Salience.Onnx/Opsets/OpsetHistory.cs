using System.Collections.Frozen;

namespace Salience.Onnx.Opsets;

/// <summary>Which version of each operator is in force at an opset of the model's.</summary>
/// <remarks>
/// An operator keeps the meaning it got at its last since-version until the next one. The data is in <see cref="OpsetTable"/>.
/// Source: the operator sets of the ONNX specification, https://onnx.ai/onnx/operators/.
/// </remarks>
internal static class OpsetHistory
{
    private static readonly FrozenDictionary<string, int[]> Versions = OpsetTable.Standard
        .SelectMany(row => row.Operators.Split(' ').Select(name => (Name: name, row.Version)))
        .GroupBy(p => p.Name, p => p.Version)
        .ToFrozenDictionary(g => g.Key, g => g.Order().ToArray());

    /// <summary>The newest opset of the standard domain that the table knows; newer ones are read as this one.</summary>
    public static int Last { get; } = OpsetTable.Standard[^1].Version;

    /// <summary>Names of the operators of the standard domain.</summary>
    public static IReadOnlyCollection<string> Operators => Versions.Keys;

    /// <summary>The standard domain has two spellings.</summary>
    public static string Canonical(string domain) => domain == "ai.onnx" ? string.Empty : domain;

    /// <summary>Since-versions of an operator, ascending; empty when it is unknown.</summary>
    /// <remarks>Other domains have not changed an operator yet: all of theirs are of version 1.</remarks>
    public static IReadOnlyList<int> SinceVersions(string domain, string op) =>
        Canonical(domain).Length > 0 ? [1] : Versions.TryGetValue(op, out var versions) ? versions : [];

    /// <summary>The since-version in force, or <see langword="null"/> when the operator does not exist at that opset.</summary>
    /// <param name="domain">Operator domain.</param>
    /// <param name="op">Operator type.</param>
    /// <param name="opset">Version of the domain that the model imports.</param>
    public static int? SinceVersion(string domain, string op, long opset)
    {
        int? inForce = null;
        foreach (var version in SinceVersions(domain, op))
        {
            if (version <= opset)
                inForce = version;
        }

        return inForce;
    }
}
