using System.Globalization;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Spectre.Console;

namespace Salience.Cli.Inspecting;

/// <summary>An inspection as people read it.</summary>
internal static class InspectionReport
{
    private const int ShownLabels = 10;

    /// <summary>Prints facts, then operators, then what is unsupported.</summary>
    public static void Print(CommandContext context, InspectionRecord record)
    {
        var console = context.OutConsole();
        var facts = Tables.New("", "");
        facts.HideHeaders();
        foreach (var (name, value) in Facts(record))
            facts.AddPlainRow(name, value);
        console.Write(facts);
        console.Write(Operators(record));
        foreach (var warning in record.Warnings)
            console.WriteLine($"warning: {warning}");
        foreach (var node in record.Unsupported)
            console.WriteLine($"unsupported: {node}");
    }

    private static IEnumerable<(string Name, string Value)> Facts(InspectionRecord record)
    {
        yield return ("file", $"{record.Model.Path}, {Numbers.Bytes(record.FileBytes)}");
        yield return ("sha256", record.Model.Sha256);
        yield return ("producer", record.Producer.Length > 0 ? record.Producer : "not stated");
        yield return ("format", $"IR version {record.IrVersion}, {string.Join(", ", record.Opsets.Select(o => $"{o.Key} {o.Value}"))}");
        foreach (var value in record.Inputs)
            yield return ("input", Text(value));
        foreach (var value in record.Outputs)
            yield return ("output", Text(value));
        if (record.Labels is { } labels)
            yield return ("labels", $"{labels.Count}: {string.Join(", ", labels.Take(ShownLabels))}{(labels.Count > ShownLabels ? ", …" : "")}");
        if (record.Preprocessing is { } p)
            yield return ("pictures", $"{p.Channels} x {p.Height} x {p.Width}, {(p.Resize is { } side ? $"shorter side resized to {side}" : "usual size before the crop")}, normalize {p.Normalize}");
        if (record.Training is { } training)
            yield return ("training", TrainingSummary.Of(training));
        foreach (var fact in record.Network is { } network ? Facts(network) : [])
            yield return fact;
    }

    private static IEnumerable<(string Name, string Value)> Facts(NetworkRecord network)
    {
        yield return ("parameters", string.Create(CultureInfo.InvariantCulture, $"{network.Parameters:N0}, {Numbers.Bytes(network.ParameterBytes)}"));
        yield return ("explained", network.ExplainedOutput + (network.FinalActivation is { } activation ? $", before the final {activation}" : string.Empty));
        if (network.Trial is not { } trial)
        {
            yield return ("trial run", $"not possible: {network.TrialFailure}");
            yield break;
        }

        yield return ("trial run", $"input {Numbers.Shape(trial.InputShape)}, values {Numbers.Bytes(trial.ActivationBytes)}, residual {Numbers.Residual(trial.Residual)}");
        yield return ("biases", string.Join(", ", trial.Biases.Select(b => $"{b.Value} {b.Key}")));
        yield return ("Grad-CAM layer", trial.GradCamLayer is { } layer ? $"{layer.Node} ({layer.Operator}) {Numbers.Shape(layer.Shape)}" : "none: no layer has a place on the picture");
    }

    private static Table Operators(InspectionRecord record)
    {
        var after = record.Network?.Operators ?? new Dictionary<string, int>();
        var table = Tables.New("operator", "#in the file", "#after fusion");
        foreach (var name in record.Operators.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
            table.AddPlainRow(name, Count(record.Operators, name), record.Network is null ? "" : Count(after, name));
        return table;
    }

    private static string Count(IReadOnlyDictionary<string, int> counts, string name) =>
        counts.TryGetValue(name, out var count) ? count.ToString(CultureInfo.InvariantCulture) : "";

    private static string Text(ValueRecord value) => $"{value.Name}: {value.Type} "
        + (value.Shape is null ? "of any shape" : $"({string.Join(", ", value.Shape.Select(s => s?.ToString(CultureInfo.InvariantCulture) ?? "any"))})");
}
