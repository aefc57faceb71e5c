using System.CommandLine;
using Salience.Cli.Explaining;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Diagnosis;

/// <summary><c>salience doctor</c>: whether the installation works, and what to do where it does not.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var folder = new Option<string>("--out", "-o") { HelpName = "DIR", Description = "Folder of results to try.", DefaultValueFactory = _ => ResultFolder.DefaultName };
        var command = new Command("doctor", "Check native libraries, versions, threads, processor, memory and folders; say what to do about each problem.") { json, folder };
        command.SetAction(result => Run(context, new SystemNativeLoader(), result.GetValue(folder)!, result.GetValue(json)));
        return command;
    }

    /// <summary>Runs every check and reports.</summary>
    /// <returns>0 where every check is well, else 1.</returns>
    public static int Run(CommandContext context, INativeLoader loader, string folder, bool json)
    {
        CheckRecord[] checks =
        [
            .. SystemChecks.Machine(),
            .. new NativeChecks(loader).Run(),
            SystemChecks.Folder("temporary folder", Path.GetTempPath()),
            SystemChecks.Folder("results folder", folder),
        ];
        if (json)
            context.Out.WriteLine(JsonFormat.Write(checks, JsonFormat.Types.IReadOnlyListCheckRecord));
        else
            Print(context.OutConsole(), checks);
        return checks.All(c => c.Ok) ? ExitCode.Success : ExitCode.Failed;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<CheckRecord> checks)
    {
        var table = Tables.New("", "check", "finding");
        foreach (var check in checks)
            table.AddPlainRow(check.Ok ? "ok" : "BAD", check.Name, check.Finding);
        console.Write(table);
        foreach (var check in checks.Where(c => !c.Ok))
            console.WriteLine($"{check.Name}: {check.Remedy}");
        var bad = checks.Count(c => !c.Ok);
        console.WriteLine(bad == 0 ? "Everything works." : $"{bad} {(bad == 1 ? "problem" : "problems")}.");
    }
}
