using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Onnx;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Methods;

/// <summary><c>salience methods</c>: what there is to choose from, what each method is, and which apply to a network.</summary>
internal static class MethodsCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "One method: formula, source, cost, axioms, supported networks and settings." };
        var model = Text("--model", "FILE.onnx|builtin", "Say for each method whether it applies to this network, and why not.", "-m");
        var json = Switch("--json", "Print JSON instead of tables.");
        var markdown = Switch("--markdown", "Print the page docs/methods.md.");
        var command = new Command("methods", "List the attribution methods and the presets of FullGrad; with a name, everything about one method.") { name, model, json, markdown };
        command.SetAction(result => Run(context, result.GetValue(name), result.GetValue(model), result.GetValue(json), result.GetValue(markdown)));
        return command;
    }

    private static int Run(CommandContext context, string? name, string? model, bool json, bool markdown)
    {
        if (markdown)
        {
            if (name is not null || model is not null || json)
                throw new UsageException("--markdown prints the whole page; give nothing else with it.");
            context.Out.Write(MethodsPage.Write());
            return ExitCode.Success;
        }

        // A wrong name is told before a network is loaded.
        var report = MethodCatalogue.Read(name, network: null);
        if (model is not null)
        {
            using var loaded = ModelSession.Import(model, new OnnxImportOptions());
            report = MethodCatalogue.Read(name, loaded.Network);
        }

        if (json)
            context.Out.WriteLine(JsonFormat.Write(report, JsonFormat.Types.MethodsRecord));
        else if (name is not null)
            MethodsReport.PrintOne(context, report);
        else
            MethodsReport.PrintAll(context, report);
        return ExitCode.Success;
    }
}
