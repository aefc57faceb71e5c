using System.CommandLine;
using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Inputs;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Decomposing;

/// <summary><c>salience decompose</c>: every term of the full-gradient decomposition, by node.</summary>
internal static class DecomposeCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("decompose", "Show what every layer contributes to the explained output, and that the contributions add up.");
        var network = new NetworkOptions(command);
        var json = Switch("--json", "Print JSON instead of a table.");
        var layers = Switch("--layers", "Also draw every layer's term at its own resolution.");
        var folder = new Option<string>("--out", "-o") { HelpName = "DIR", Description = "Folder of the drawings.", DefaultValueFactory = _ => ResultFolder.DefaultName };
        command.Add(json);
        command.Add(layers);
        command.Add(folder);
        command.SetAction(result => Run(context, network.Read(result), result.GetValue(json), result.GetValue(layers) ? result.GetValue(folder) : null));
        return command;
    }

    private static int Run(CommandContext context, NetworkSettings settings, bool json, string? folder)
    {
        var items = InputList.Expand(settings.Inputs, context.Warn);
        using var session = ModelSession.Load(settings);
        if (folder is not null)
            ResultFolder.Prepare(folder);
        foreach (var warning in session.Info.Warnings)
            context.Warn($"{settings.Model}: {warning}");
        var loader = new InputLoader(session.Network.Inputs[0], session.Settings, items);
        var run = new DecomposeRun(session, folder, context.Cancellation);
        var code = ExitCode.Success;
        var records = new List<AccountRecord>();
        foreach (var item in items)
        {
            try
            {
                var found = run.Decompose(loader, item);
                records.AddRange(found);
                if (!json)
                    DecompositionTable.Print(context, found);
                code = found.All(r => r.Residual <= r.Tolerance) ? code : ExitCode.Failed;
            }
            catch (Exception failure) when (KnownFailure.IsOfInput(failure))
            {
                code = context.Fail(failure, item.Path);
            }
        }

        if (json)
            context.Out.WriteLine(JsonFormat.Write(records, JsonFormat.Types.IReadOnlyListAccountRecord));
        return code;
    }
}
