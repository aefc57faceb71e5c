using System.CommandLine;
using Salience.Cli.Evaluating.Choosing;
using Salience.Cli.Evaluating.Showing;
using Salience.Cli.Terminal;
using Salience.Evaluation.Experiments;

namespace Salience.Cli.Evaluating;

/// <summary><c>salience evaluate</c>: experiments that tell a good explanation from a pretty one.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command with everything below it.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("evaluate", "Measure how good the maps of a network are; without an experiment, list the experiments.");
        foreach (var entry in ExperimentCatalogue.All)
            command.Add(Define(context, entry));
        command.Add(EvaluateAllCommand.Define(context));
        command.Add(ShowCommand.Define(context));
        command.Add(ChoicesCommand.Define(context));
        command.SetAction(_ => List(context));
        return command;
    }

    private static Command Define(CommandContext context, ExperimentEntry entry)
    {
        var command = new Command(entry.Description.Name, entry.Description.Question) { ExperimentHelp.Option(entry) };
        var options = new EvaluateOptions(command, single: true);
        command.SetAction(result =>
        {
            var settings = options.Read(result);
            return SingleExperiment.Run(context, entry, settings);
        });
        return command;
    }

    private static int List(CommandContext context)
    {
        var table = Tables.New("experiment", "question", "source");
        foreach (var entry in ExperimentCatalogue.All)
            table.AddPlainRow(entry.Description.Name, entry.Description.Question, entry.Description.Source);
        context.OutConsole().Write(table);
        context.Out.WriteLine("'salience evaluate EXPERIMENT --help' has protocol, metrics and settings; 'salience evaluate all --budget 30m' runs them all; 'salience evaluate show RUN' prints what came out.");
        return ExitCode.Success;
    }
}
