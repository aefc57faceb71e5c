using Salience.Operators;

namespace Salience.Networks.Passes;

/// <summary>Which values depend on the explained input, and the value through which all that dependence runs.</summary>
/// <remarks>
/// A value <em>depends</em> on the input when its elements do, comparisons included; sizes and types do not count. It is
/// <em>active</em> when it depends on it through differentiable operators. The <em>dominator</em> of a value is the nearest earlier one that
/// every path from the input passes: between the two lies a function of one variable.
/// </remarks>
internal sealed class Dependence
{
    private readonly Dictionary<string, (string? Dominator, int Depth)> _values = [];
    private readonly HashSet<string> _active;

    public Dependence(IReadOnlyList<Node> nodes, string input)
    {
        _values.Add(input, (null, 0));
        _active = [input];
        foreach (var node in nodes)
        {
            if (NearestCommon(Read(node)) is not { } dominator)
                continue;
            var active = node.Operator.Kind != OperatorKind.NonDifferentiable && node.Inputs.Any(_active.Contains);
            foreach (var output in node.Outputs.Where(o => o.Length > 0))
            {
                _values.Add(output, (dominator, _values[dominator].Depth + 1));
                if (active)
                    _active.Add(output);
            }
        }
    }

    /// <summary>Whether the value's elements depend on the input.</summary>
    public bool Contains(string value) => _values.ContainsKey(value);

    /// <summary>Whether the value depends on the input differentiably.</summary>
    public bool IsActive(string value) => _active.Contains(value);

    /// <summary>The nearest value that every path to this one passes; <see langword="null"/> for the input itself.</summary>
    public string? DominatorOf(string value) => _values[value].Dominator;

    /// <summary>The dependent values whose elements a node reads, each once.</summary>
    public IEnumerable<string> Read(Node node)
    {
        var data = node.Operator.Name switch
        {
            "Shape" or "Size" => [],
            "CastLike" => node.Inputs.Take(1),
            _ => node.Inputs,
        };
        return data.Where(_values.ContainsKey).Distinct();
    }

    /// <summary>The bias kind of a node's call, its active inputs being those of this analysis.</summary>
    public BiasKind BiasOf(Node node) =>
        node.Inputs.Any(_active.Contains) ? node.Operator.BiasOf([.. node.Inputs.Select(_active.Contains)]) : BiasKind.None;

    private string? NearestCommon(IEnumerable<string> values)
    {
        string? common = null;
        foreach (var value in values)
            common = common is null ? value : NearestCommon(common, value);
        return common;
    }

    private string NearestCommon(string a, string b)
    {
        while (a != b)
        {
            if (_values[a].Depth >= _values[b].Depth)
                a = _values[a].Dominator!;
            else
                b = _values[b].Dominator!;
        }

        return a;
    }
}
