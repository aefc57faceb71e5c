using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Cli.Terminal;
using Salience.Evaluation.Choices;
using Salience.Evaluation.Results;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Evaluating.Choosing;

/// <summary><c>salience evaluate choices</c>: which settings of a method suit which task.</summary>
internal static class ChoicesCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var runs = new Argument<string[]>("RUN") { Arity = ArgumentArity.OneOrMore, Description = "Folders of finished runs that compared every combination of a method's settings, --methods \"fullgrad:sign=signed|absolute,rescale=none|per-image\"." };
        var method = new Option<string>("--method") { HelpName = "NAME", Description = "The method whose settings are studied.", DefaultValueFactory = _ => "fullgrad" };
        var metrics = Names("--metrics", "Metrics that count as tasks; all that judge unless given.");
        var parts = Names("--parts", "Parts that count; all unless given.");
        var markdown = Switch("--markdown", "Print Markdown.");
        var json = Switch("--json", "Print JSON.");
        var command = new Command("choices", "Tell which settings of a method suit which task: means of each value, their share of the variance, best and worst, and how the ranking of methods depends on them.")
        {
            runs, method, metrics, parts, markdown, json,
        };
        command.SetAction(result =>
        {
            var study = Study([.. result.GetValue(runs)!.Select(RunSummaries.Read)], result.GetValue(method)!, Split(result.GetValue(metrics)), Split(result.GetValue(parts)));
            if (result.GetValue(json))
                context.Out.WriteLine(ChoicesJson.Write(study));
            else
                ChoicesTables.Print(context, study, result.GetValue(markdown));
            return ExitCode.Success;
        });
        return command;
    }

    private static ChoiceStudy Study(IReadOnlyList<RunSummaries> runs, string method, IReadOnlyList<string>? metrics, IReadOnlyList<string>? parts)
    {
        try
        {
            return ChoiceStudy.Of(runs, method, metrics, parts);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException(KnownFailure.Describe(failure));
        }
    }
}
