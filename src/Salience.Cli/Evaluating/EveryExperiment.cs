using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Terminal;
using Salience.Evaluation.Budgets;
using Salience.Evaluation.Experiments;
using Salience.Files;

namespace Salience.Cli.Evaluating;

/// <summary>Runs experiments one after the other, each in a folder of its own, within a time where one is given.</summary>
internal static class EveryExperiment
{
    // Probing may take this share of the time, all experiments together.
    private const double ProbeShare = 0.1;

    /// <summary>Runs them.</summary>
    public static int Run(CommandContext context, IReadOnlyList<ExperimentEntry> entries, EvaluateSettings settings)
    {
        using var session = EvaluationSession.Open(settings);
        ResultFolder.Prepare(settings.Out);
        var chosen = new List<Experiment>();
        foreach (var experiment in entries.Select(e => e.Create(settings.Set)))
        {
            if (WhyNot(experiment, session) is { } reason)
                context.Warn($"{experiment.Description.Name} is left out: {reason}");
            else
                chosen.Add(experiment);
        }

        var plan = settings.Budget is { } time ? Plan(context, session, chosen, time) : null;
        var report = new StringBuilder();
        foreach (var experiment in chosen)
        {
            var name = experiment.Description.Name;
            var share = plan?.Shares.Single(s => s.Name == name);
            if (share?.Cut is { } cut)
                context.Out.WriteLine($"{name}: {cut}.");
            if (share?.Limit == 0)
                continue;
            using var methods = session.Methods(experiment, context.Warn);
            var folder = Path.Combine(settings.Out, name);
            var result = SingleExperiment.Run(context, session, experiment, methods, share?.Limit ?? settings.Images, folder);
            ResultTables.Print(context, result, folder);
            report.Append(CultureInfo.InvariantCulture, $"<li><a href=\"{name}/report.html\">{name}</a>: {System.Net.WebUtility.HtmlEncode(experiment.Description.Question)}{(share?.Cut is { } words ? $" ({words})" : string.Empty)}</li>\n");
        }

        Save(Path.Combine(settings.Out, "report.html"), $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Salience: experiments</title></head><body>\n<h1>Experiments</h1>\n<ul>\n{report}</ul>\n</body></html>\n");
        return ExitCode.Success;
    }

    /// <summary>The sizes that fit into a time: those of an earlier session where the folder holds its plan.</summary>
    public static BudgetPlan Plan(CommandContext context, EvaluationSession session, IReadOnlyList<Experiment> experiments, TimeSpan time)
    {
        var path = Path.Combine(session.Settings.Out, "plan.json");
        var request = Request(session, experiments, time);
        if (BudgetFile.Read(path, request) is { } known)
            return known;
        var costs = new List<ExperimentCost>();
        foreach (var experiment in experiments)
        {
            using var methods = session.Methods(experiment, _ => { });
            costs.Add(ExperimentCost.Measure(
                experiment, session.Subject, methods.All, session.RunSettings(session.Settings.Images), time * (ProbeShare / experiments.Count), context.Cancellation));
        }

        var plan = BudgetPlan.Of(time, costs);
        BudgetFile.Write(path, request, plan);
        return plan;
    }

    private static string? WhyNot(Experiment experiment, EvaluationSession session) =>
        experiment.Description.Needs.HasFlag(ExperimentNeeds.Training)
            ? $"it trains networks, which takes as long for few pictures as for many; 'salience evaluate {experiment.Description.Name}' runs it"
        : experiment.Description.Needs.HasFlag(ExperimentNeeds.Masks) && session.Subject.Data.MaskOf is null
            ? $"{session.Subject.Data.Images.Name} has no masks of what its pictures show"
            : experiment.Refuses(session.Subject);

    private static JsonObject Request(EvaluationSession session, IReadOnlyList<Experiment> experiments, TimeSpan time)
    {
        var run = session.RunSettings(session.Settings.Images);
        return new JsonObject
        {
            ["experiments"] = string.Join(", ", experiments.Select(e => e.Description.Name)),
            ["seconds"] = time.TotalSeconds,
            ["model"] = session.Subject.Model.Sha256,
            ["data"] = session.Subject.Data.Images.Name,
            ["methods"] = session.Settings.Methods is { } asked ? string.Join("; ", asked) : "those of each experiment",
            ["limit"] = run.Limit,
            ["seed"] = run.Seed,
            ["chunk"] = run.Chunk,
            ["batch"] = run.Batch,
            ["threads"] = run.Threads,
        };
    }

    private static void Save(string path, string text)
    {
        using var file = AtomicFile.Create(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }
}
