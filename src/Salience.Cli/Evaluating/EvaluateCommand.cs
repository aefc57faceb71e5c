using System.CommandLine;
using Salience.Cli.Terminal;

namespace Salience.Cli.Evaluating;

/// <summary><c>salience evaluate</c>: experiments that tell a good explanation from a pretty one.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command with everything below it.</summary>
    public static Command Define(CommandContext context) => new("evaluate", "Measure how good the maps of a network are.")
    {
        LocalizationCommand.Define(context),
    };
}
