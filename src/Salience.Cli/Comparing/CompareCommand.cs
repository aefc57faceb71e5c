using System.CommandLine;
using Salience.Cli.Explaining;
using Salience.Cli.Inputs;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Imaging;

namespace Salience.Cli.Comparing;

/// <summary><c>salience compare</c>: several methods side by side on the same pictures.</summary>
internal static class CompareCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("compare", "Compare methods: a grid of their maps, what each costs, and how far they agree.");
        var network = new NetworkOptions(command);
        var compare = new CompareOptions(command);
        command.SetAction(result =>
        {
            var settings = network.Read(result);
            return Run(context, settings, compare.Read(result, settings));
        });
        return command;
    }

    private static int Run(CommandContext context, NetworkSettings network, CompareSettings settings)
    {
        using var opened = OpenedInputs.Open(context, network, settings.Folder);
        var (items, session, loader) = opened;
        using var run = new CompareRun(session, settings, loader, context);
        ProgressDisplay.Run(context, run.Steps(items.Count), progress =>
        {
            foreach (var item in items)
                run.Compare(item, progress);
            return true;
        });
        if (run.Images.Count == 0)
            return ExitCode.Failed;
        var record = ComparisonBuilder.Build(session, settings, run, ComparisonFiles.Picture);
        ImageFile.WritePng(Path.Combine(settings.Folder, ComparisonFiles.Picture), ComparisonSheet.Draw(run, settings.Overlay));
        ComparisonFiles.WriteRecord(settings.Folder, record);
        if (settings.Csv)
            ComparisonFiles.WriteTables(settings.Folder, record);
        if (settings.Json)
            context.Out.WriteLine(JsonFormat.Write(record, JsonFormat.Types.ComparisonRecord));
        else
            ComparisonTable.Print(context, record, settings.Folder);
        return run.Failed ? ExitCode.Failed : ExitCode.Success;
    }
}
