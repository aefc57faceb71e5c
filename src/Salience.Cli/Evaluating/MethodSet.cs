using Salience.Evaluation.Maps;

namespace Salience.Cli.Evaluating;

/// <summary>Methods that are disposed together.</summary>
internal sealed class MethodSet : IDisposable
{
    private readonly List<MapSource> _methods = [];

    /// <summary>The methods.</summary>
    public IReadOnlyList<MapSource> All => _methods;

    /// <summary>Adds a method, which becomes the set's.</summary>
    public void Add(MapSource method) => _methods.Add(method);

    /// <inheritdoc/>
    public void Dispose() => _methods.ForEach(m => m.Dispose());
}
