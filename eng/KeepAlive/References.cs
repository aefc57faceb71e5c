using Mono.Cecil;

namespace KeepAlive;

/// <summary>The assemblies that a compilation saw.</summary>
/// <param name="paths">Their files.</param>
public sealed class References(IEnumerable<string> paths) : IAssemblyResolver
{
    private readonly Dictionary<string, string> _paths = paths.ToDictionary(p => Path.GetFileNameWithoutExtension(p), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AssemblyDefinition> _read = [];

    /// <summary>An assembly by its name; <see langword="null"/> where the compilation did not see it.</summary>
    public AssemblyDefinition? Find(string name)
    {
        if (!_read.TryGetValue(name, out var assembly) && _paths.TryGetValue(name, out var path))
            _read.Add(name, assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this }));
        return assembly;
    }

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Find(name.Name) ?? throw new AssemblyResolutionException(name);

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var assembly in _read.Values)
            assembly.Dispose();
    }
}
