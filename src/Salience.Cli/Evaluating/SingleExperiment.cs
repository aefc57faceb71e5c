using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Terminal;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Results;
using Salience.Evaluation.Runs;

namespace Salience.Cli.Evaluating;

/// <summary>Runs one experiment in one folder.</summary>
internal static class SingleExperiment
{
    /// <summary>Runs it and prints what came out.</summary>
    public static int Run(CommandContext context, ExperimentEntry entry, EvaluateSettings settings)
    {
        var experiment = Create(entry, settings);
        if (settings.Budget is not null && entry.Description.Needs.HasFlag(ExperimentNeeds.Training))
            throw new UsageException($"--budget: {entry.Description.Name} trains networks, which takes as long for few pictures as for many; give --images N instead, and fewer --set epochs=N or pictures=N for shorter trainings.");
        using var session = EvaluationSession.Open(settings);
        using var methods = session.Methods(experiment, context.Warn);
        var limit = settings.Images;
        // A run within a budget has its plan beside it, as the folder of all experiments has.
        var folder = settings.Budget is null ? settings.Out : Path.Combine(settings.Out, entry.Description.Name);
        if (settings.Budget is { } time)
        {
            ResultFolder.Prepare(settings.Out);
            var share = EveryExperiment.Plan(context, session, [experiment], time).Shares[0];
            if (share.Limit == 0)
                throw new UsageException($"--budget: {share.Name} is {share.Cut}; give more time or fewer methods.");
            if (share.Cut is { } cut)
                context.Warn($"{share.Name}: {cut}.");
            limit = share.Limit;
        }

        var result = Run(context, session, experiment, methods, limit, folder);
        if (settings.Json)
            context.Out.WriteLine(ResultsJson.Write(result));
        else
            ResultTables.Print(context, result, folder);
        return ExitCode.Success;
    }

    /// <summary>Runs an experiment under the display that suits where standard error goes.</summary>
    public static ExperimentResult Run(CommandContext context, EvaluationSession session, Experiment experiment, MethodSet methods, int? limit, string folder)
    {
        using var run = Open(folder, experiment, session, methods, limit);
        return EvaluateDisplay.Run(context, experiment.Description.Name, progress => run.Execute(progress, context.Cancellation));
    }

    private static ExperimentRun Open(string folder, Experiment experiment, EvaluationSession session, MethodSet methods, int? limit)
    {
        try
        {
            return ExperimentRun.Open(folder, experiment, session.Subject, methods.All, session.RunSettings(limit));
        }
        catch (ArgumentException failure) when (session.Settings.Parts is not null && failure.ParamName == "settings")
        {
            throw new UsageException($"--parts: {KnownFailure.Describe(failure)}");
        }
    }

    private static Experiment Create(ExperimentEntry entry, EvaluateSettings settings)
    {
        try
        {
            return entry.Create(settings.Set);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--set: {KnownFailure.Describe(failure)}");
        }
    }
}
