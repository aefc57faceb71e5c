using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Metrics;

namespace Salience.Cli.Evaluating;

/// <summary>The help of an experiment: after the options, its protocol, metrics, methods and settings.</summary>
internal sealed class ExperimentHelp(ExperimentEntry entry) : SynchronousCommandLineAction
{
    private readonly HelpAction _options = new();

    /// <summary>The option that shows it.</summary>
    public static HelpOption Option(ExperimentEntry entry) => new() { Action = new ExperimentHelp(entry) };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _options.Invoke(parseResult);
        Write(parseResult.InvocationConfiguration.Output);
        return code;
    }

    private void Write(TextWriter output)
    {
        var (about, experiment) = (entry.Description, entry.Create(new Dictionary<string, string>()));
        output.WriteLine($"Protocol:\n  {about.Protocol}\n  Source: {about.Source}\n\nMetrics:");
        foreach (var metric in experiment.Metrics)
        {
            output.WriteLine($"  {metric.Name}{(metric.Unit.Length > 0 ? $" ({metric.Unit})" : string.Empty)}, {metric.Direction.InWords()}: {metric.Definition}");
            output.WriteLine($"    Source: {metric.Source}. Known criticism: {metric.Criticism}");
        }

        if (about.Needs.HasFlag(ExperimentNeeds.Methods))
            output.WriteLine($"\nMethods unless --methods names others:\n  {string.Join("\n  ", experiment.DefaultMethods)}\nAlways beside them:\n  {string.Join("\n  ", experiment.Controls)}");
        if (entry.Keys.Count > 0)
            output.WriteLine($"\nSettings (--set KEY=VALUE):\n  {string.Join("\n  ", entry.Defaults.Select(d => $"{d.Key}={d.Value}"))}");
    }
}
