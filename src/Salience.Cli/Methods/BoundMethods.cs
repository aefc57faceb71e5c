using Salience.Attribution;
using Salience.Cli.Failures;
using Salience.Cli.Models;

namespace Salience.Cli.Methods;

/// <summary>Methods made for the network at hand, in the order they were asked for.</summary>
internal sealed class BoundMethods : IDisposable
{
    private readonly List<(MethodChoice Choice, AttributionMethod Method)> _all = [];

    private BoundMethods()
    {
    }

    /// <summary>The methods.</summary>
    public IReadOnlyList<(MethodChoice Choice, AttributionMethod Method)> All => _all;

    /// <summary>Makes them.</summary>
    /// <param name="choices">What was asked for.</param>
    /// <param name="session">The model.</param>
    /// <param name="batch">Most images in one pass, copies included; the library's choice where <see langword="null"/>.</param>
    /// <exception cref="UsageException">A method does not apply to the network, or a setting does not fit it.</exception>
    public static BoundMethods Of(IEnumerable<MethodChoice> choices, ModelSession session, int? batch)
    {
        var methods = new BoundMethods();
        try
        {
            foreach (var choice in choices)
            {
                methods._all.Add((choice, choice.Bind(session.Network, batch ?? AttributionMethod.DefaultBatch)));
                choice.RequireSupport(methods._all[^1].Method, session.Record.Path);
            }
        }
        catch (UsageException)
        {
            methods.Dispose();
            throw;
        }

        return methods;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, method) in _all)
            method.Dispose();
    }
}
