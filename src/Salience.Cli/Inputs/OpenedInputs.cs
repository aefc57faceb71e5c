using Salience.Cli.Explaining;
using Salience.Cli.Models;
using Salience.Cli.Terminal;

namespace Salience.Cli.Inputs;

/// <summary>A network and the inputs that maps are wanted of, opened for a command that draws pictures.</summary>
/// <param name="Items">The inputs.</param>
/// <param name="Session">The network.</param>
/// <param name="Loader">Reads the inputs.</param>
internal sealed record OpenedInputs(IReadOnlyList<InputItem> Items, ModelSession Session, InputLoader Loader) : IDisposable
{
    private const string NoNormalization =
        "no --normalize given: pixels become values from 0 to 1. If the network was trained on other values, its answer and map mean nothing.";

    /// <summary>Finds the inputs, loads the network, makes the folder of the results, and says what there is to be warned of.</summary>
    /// <param name="context">Where warnings go.</param>
    /// <param name="network">Network and inputs.</param>
    /// <param name="folder">Folder of the results.</param>
    public static OpenedInputs Open(CommandContext context, NetworkSettings network, string folder)
    {
        var items = InputList.Expand(network.Inputs, context.Warn);
        var session = ModelSession.Load(network);
        try
        {
            ResultFolder.Prepare(folder);
            foreach (var warning in session.Info.Warnings)
                context.Warn($"{network.Model}: {warning}");
            var loader = new InputLoader(session.Network.Inputs[0], session.Settings, items);
            if (session.Settings.Normalize is null && items.Any(item => !item.IsArray))
                context.Warn(NoNormalization);
            return new OpenedInputs(items, session, loader);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();
}
