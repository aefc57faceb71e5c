using Salience.Onnx.Format;

namespace Salience.Onnx.Graph;

/// <summary>Where a list of nodes is being written out: how its names and attributes translate to those of the whole model.</summary>
/// <param name="Prefix">Put before names that the list defines itself; empty for the model's own graph.</param>
/// <param name="Names">Names of the list that stand for values of the caller.</param>
/// <param name="Attributes">Values of the attributes that the list may refer to.</param>
/// <param name="Opsets">Operator sets in force.</param>
/// <param name="Outer">The scope whose values the list may also read (a branch of If), or <see langword="null"/>.</param>
/// <param name="Depth">Number of calls around the list.</param>
internal sealed record Scope(
    string Prefix,
    Dictionary<string, string> Names,
    IReadOnlyDictionary<string, AttributeProto> Attributes,
    IReadOnlyDictionary<string, long> Opsets,
    Scope? Outer,
    int Depth)
{
    /// <summary>The model-wide name of a value read here: this scope's own, or one of the scope around it.</summary>
    public string Read(string name)
    {
        if (name.Length == 0)
            return name;
        if (Names.TryGetValue(name, out var known))
            return known;
        return Outer is null ? Prefix + name : Outer.Read(name);
    }

    /// <summary>The model-wide name of a value written here.</summary>
    public string Write(string name)
    {
        if (name.Length == 0)
            return name;
        if (!Names.TryGetValue(name, out var known))
            Names.Add(name, known = Prefix + name);
        return known;
    }
}
