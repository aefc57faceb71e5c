using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Salience.Modules;

/// <summary>The submodules of a module: leaves, whose biases are taken, and containers, which call them.</summary>
/// <param name="Leaves">Modules without submodules, or named to be taken whole; each once, under its first name.</param>
/// <param name="Containers">All others, every one before those inside it; each once.</param>
internal sealed record ModuleTree(IReadOnlyList<ModuleTree.Entry> Leaves, IReadOnlyList<ModuleTree.Entry> Containers)
{
    /// <summary>A module under the name by which its parents reach it.</summary>
    /// <param name="Name">Names from the root on, joined by points; the root's own name for the root.</param>
    /// <param name="Module">The module.</param>
    /// <param name="Children">Its submodules in order.</param>
    public sealed record Entry(string Name, nn.Module Module, IReadOnlyList<nn.Module> Children)
    {
        public override string ToString() => $"'{Name}' ({Module.GetType().Name})";
    }

    /// <summary>Walks the submodules of <paramref name="root"/>.</summary>
    /// <param name="root">The module.</param>
    /// <param name="whole">Names of modules that are leaves although they have submodules.</param>
    public static ModuleTree Of(nn.Module root, IReadOnlyList<string> whole)
    {
        var entries = new List<Entry>();
        Visit(root, string.Empty, root.GetName(), whole, entries, new HashSet<nn.Module>(ReferenceEqualityComparer.Instance));
        if (whole.FirstOrDefault(w => entries.All(e => e.Name != w)) is { } missing)
            throw new ArgumentException($"No module is named '{missing}'. Modules: {string.Join(", ", entries.Select(e => e.Name))}.", nameof(whole));
        return new ModuleTree(entries.Where(e => e.Children.Count == 0).ToList(), entries.Where(e => e.Children.Count > 0).ToList());
    }

    /// <summary>The part of this tree inside one of its containers, the container itself included.</summary>
    public ModuleTree Below(Entry container)
    {
        var inside = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        Collect(container, inside);
        return new ModuleTree(Leaves.Where(l => inside.Contains(l.Module)).ToList(), Containers.Where(c => inside.Contains(c.Module)).ToList());
    }

    /// <summary>Pairs of neighbours in a <see cref="Sequential"/>: nothing but the second reads there what the first writes.</summary>
    public IEnumerable<(nn.Module First, nn.Module Second)> Neighbours() =>
        Containers.Where(c => c.Module is Sequential).SelectMany(c => c.Children.Zip(c.Children.Skip(1)));

    private static void Visit(nn.Module module, string path, string name, IReadOnlyList<string> whole, List<Entry> entries, HashSet<nn.Module> seen)
    {
        if (!seen.Add(module))
            return;
        var children = whole.Contains(name) ? [] : module.named_children().ToList();
        entries.Add(new Entry(name, module, children.Select(c => c.module).ToList()));
        foreach (var (child, submodule) in children)
            Visit(submodule, $"{path}{child}.", $"{path}{child}", whole, entries, seen);
    }

    private void Collect(Entry container, HashSet<nn.Module> inside)
    {
        if (!inside.Add(container.Module))
            return;
        foreach (var child in container.Children)
        {
            if (Containers.FirstOrDefault(c => ReferenceEquals(c.Module, child)) is { } inner)
                Collect(inner, inside);
            else
                inside.Add(child);
        }
    }
}
