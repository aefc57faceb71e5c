using System.CommandLine;
using System.Globalization;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Zoo;

namespace Salience.Cli.Training;

/// <summary><c>salience networks</c>: the architectures that <c>salience train</c> knows.</summary>
internal static class NetworksCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var json = OptionFactory.Switch("--json", "Print JSON instead of a table.");
        var command = new Command("networks", "List the architectures that can be trained, with their layers and source.") { json };
        command.SetAction(result => Run(context, result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, bool json)
    {
        ArchitectureRecord[] all = [.. ZooCatalogue.All.Select(e => new ArchitectureRecord(e.Name, e.Description, e.Source, e.Channels, e.Size, e.MinimumSize, e.Classes))];
        if (json)
        {
            context.Out.WriteLine(JsonFormat.Write(all, JsonFormat.Types.IReadOnlyListArchitectureRecord));
            return ExitCode.Success;
        }

        var table = Tables.New("network", "pictures", "layers", "source");
        foreach (var e in all)
            table.AddPlainRow(e.Name, string.Create(CultureInfo.InvariantCulture, $"{e.Channels}x{e.Size}x{e.Size}"), e.Layers, e.Source);
        context.OutConsole().Write(table);
        return ExitCode.Success;
    }
}
