using System.CommandLine;
using Salience.Cli.Terminal;
using Salience.Evaluation.Experiments;

namespace Salience.Cli.Evaluating;

/// <summary><c>salience evaluate all</c>: every experiment that the model and the data allow, each in a folder of its own.</summary>
internal static class EvaluateAllCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var command = new Command("all", "Run every experiment that the model and the data allow, each in a folder of its own below RUN; with --budget, on so many pictures that it takes about that long.");
        var options = new EvaluateOptions(command, single: false);
        command.SetAction(result => EveryExperiment.Run(context, ExperimentCatalogue.All, options.Read(result)));
        return command;
    }
}
