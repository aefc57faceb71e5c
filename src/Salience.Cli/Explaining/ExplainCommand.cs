using System.CommandLine;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Inputs;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;

namespace Salience.Cli.Explaining;

/// <summary><c>salience explain</c>: maps, pictures and records for inputs.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("explain", "Explain what the network looked at: a picture, a raw map and a record for each input.");
        var network = new NetworkOptions(command);
        var explain = new ExplainOptions(command);
        command.SetAction(result =>
        {
            var settings = network.Read(result);
            return Run(context, settings, explain.Read(result, settings));
        });
        return command;
    }

    private static int Run(CommandContext context, NetworkSettings network, ExplainSettings settings)
    {
        using var opened = OpenedInputs.Open(context, network, settings.Folder);
        var (items, session, loader) = opened;
        using var run = new ExplainRun(session, settings, loader, context);
        var code = ProgressDisplay.Run(context, items.Count, progress => run.Explain(items, progress));
        if (settings.Json)
            context.Out.WriteLine(JsonFormat.Write(run.Records, JsonFormat.Types.IReadOnlyListExplanationRecord));
        else
            ExplainSummary.Print(context, run.Records, settings.Folder);
        if (!settings.Json && BuiltInContent.IsName(network.Model) && items.All(item => BuiltInContent.IsPicture(item.Path)))
            context.Out.WriteLine("your own: salience explain PICTURE --model FILE.onnx; 'salience explain --help' lists the options");
        if (code == ExitCode.Cancelled)
            context.Fail(new OperationCanceledException());
        return code;
    }
}
