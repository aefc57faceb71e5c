using System.CommandLine;
using System.Text.Json;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Onnx;

namespace Salience.Cli.Inspecting;

/// <summary><c>salience inspect</c>: what a model file holds and whether it can be explained.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var model = new Argument<string>("FILE.onnx") { Description = "The model, or 'builtin'." };
        var output = OptionFactory.Text("--output", "NAME", "Which value of the network would be explained.");
        var seed = OptionFactory.Seed("Where the random input of the trial run begins; 0 unless given.");
        var json = OptionFactory.Switch("--json", "Print JSON instead of tables.");
        var command = new Command("inspect", "Show inputs, outputs, operators, parameters, memory, biases and what is unsupported.") { model, output, seed, json };
        command.SetAction(result => Run(context, result.GetValue(model)!, result.GetValue(output), result.GetValue(seed) ?? 0, result.GetValue(json)));
        return command;
    }

    private static int Run(CommandContext context, string path, string? output, long seed, bool json)
    {
        var record = Inspect(path, output, seed, context.Cancellation);
        if (json)
            context.Out.WriteLine(JsonFormat.Write(record, JsonFormat.Types.InspectionRecord));
        else
            InspectionReport.Print(context, record);
        return record.Unsupported.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static InspectionRecord Inspect(string path, string? output, long seed, CancellationToken cancellation)
    {
        try
        {
            var inspection = ModelSource.Inspect(path);
            var info = inspection.Info;
            var record = new InspectionRecord
            {
                Model = new ModelRecord(path, info.Sha256),
                FileBytes = info.Length,
                Producer = info.Producer,
                IrVersion = info.IrVersion,
                Opsets = info.Opsets.ToDictionary(o => o.Key.Length == 0 ? "ai.onnx" : o.Key, o => o.Value),
                Inputs = [.. info.Inputs.Select(v => new ValueRecord(v.Name, v.Type, v.Shape))],
                Outputs = [.. info.Outputs.Select(v => new ValueRecord(v.Name, v.Type, v.Shape))],
                Labels = info.Labels,
                Preprocessing = info.Preprocessing is { } p ? new PreprocessingRecord(p.Normalization.Name, p.Height, p.Width, p.Channels, p.Resize) : null,
                Training = info.TrainingRecord is { } training ? JsonElement.Parse(training) : null,
                Operators = info.Operators,
                Unsupported = [.. inspection.Unsupported.Select(n => n.ToString())],
                Warnings = info.Warnings,
            };
            if (record.Unsupported.Count > 0)
                return record;
            using var model = ModelSource.Load(path, new OnnxImportOptions(output));
            return record with { Warnings = model.Info.Warnings, Network = NetworkInspection.Describe(model, seed, cancellation) };
        }
        catch (Exception failure) when (KnownFailure.IsOfInput(failure))
        {
            throw new ModelException(KnownFailure.Describe(failure, path), failure);
        }
    }
}
