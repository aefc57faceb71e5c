using System.CommandLine;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.PostProcessing;
using Spectre.Console;

namespace Salience.Cli.Methods;

/// <summary><c>salience methods</c>: what there is to choose from, with formula and source.</summary>
internal static class MethodsCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var command = new Command("methods", "List the attribution methods and the presets of FullGrad, with formula and source.") { json };
        command.SetAction(result => Run(context, result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, bool json)
    {
        var report = new MethodsRecord(
            [.. MethodTable.All.Select(m => new MethodRecord(m.Name, m.Formula, m.Source, m.Keys))],
            [.. Presets.All.Select(p => new PresetRecord(p.Name, p.Formula, p.Source))]);
        if (json)
        {
            context.Out.WriteLine(JsonFormat.Write(report, JsonFormat.Types.MethodsRecord));
            return ExitCode.Success;
        }

        var console = context.OutConsole();
        var methods = Tables.New("method", "formula", "source", "settings");
        foreach (var m in report.Methods)
            methods.AddPlainRow(m.Name, m.Formula, m.Source, string.Join(", ", m.Settings));
        var presets = Tables.New("preset of fullgrad", "formula", "source");
        foreach (var p in report.Presets)
            presets.AddPlainRow(p.Name, p.Formula, p.Source);
        console.Write(methods);
        console.Write(presets);
        return ExitCode.Success;
    }
}
