using System.CommandLine;
using System.CommandLine.Help;
using Salience.Cli.Comparing;
using Salience.Cli.Data;
using Salience.Cli.Decomposing;
using Salience.Cli.Diagnosis;
using Salience.Cli.Evaluating;
using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Inspecting;
using Salience.Cli.Methods;
using Salience.Cli.Terminal;
using Salience.Cli.Training;

namespace Salience.Cli;

/// <summary>The tool's entry: parses, runs one command, reports its failure in one line.</summary>
/// <remarks>Nothing here or in the definitions of the commands touches libtorch, so that help and version answer at once.</remarks>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress, warnings and failures go.</param>
    /// <param name="cancellation">Ends the work; what is finished is kept.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var context = new CommandContext(output, error, cancellation);
        var parsed = Define(context).Parse(args);
        if (parsed.Action is null or { ClearsParseErrors: false } && parsed.Errors.Count > 0)
            return context.Fail(new UsageException($"{OneLine(parsed.Errors[0].Message)} See 'salience {parsed.CommandResult.Command.Name} --help'."
                .Replace("salience salience", "salience", StringComparison.Ordinal)));
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (KnownFailure.Is(failure))
        {
            return context.Fail(failure);
        }
    }

    /// <summary>The parser lists possible values one below the other.</summary>
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? $"{lines[0]} {string.Join(", ", lines[1..])}." : message;
    }

    private static Command Define(CommandContext context)
    {
        var root = new Command("salience", "Explains what a trained neural network looked at, and proves that the explanation adds up.")
        {
            new HelpOption(),
            VersionReport.Option(),
            ExplainCommand.Define(context),
            CompareCommand.Define(context),
            DecomposeCommand.Define(context),
            InspectCommand.Define(context),
            MethodsCommand.Define(context),
            TrainCommand.Define(context),
            NetworksCommand.Define(context),
            DataCommand.Define(context),
            EvaluateCommand.Define(context),
            DoctorCommand.Define(context),
        };
        root.SetAction(result =>
            result.UnmatchedTokens.Count > 0
                ? context.Fail(new UsageException($"There is no command '{result.UnmatchedTokens[0]}'. See 'salience --help'."))
                : new HelpAction().Invoke(result));
        return root;
    }
}
