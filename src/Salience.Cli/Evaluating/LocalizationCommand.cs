using System.CommandLine;
using Salience.Cli.BuiltIn;
using Salience.Cli.Explaining;
using Salience.Cli.Models;
using Salience.Cli.Records;
using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Experiments;
using Salience.Evaluation.Glyphs;
using Salience.Imaging;
using Salience.Onnx;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Evaluating;

/// <summary><c>salience evaluate localization</c>: how much of the maps falls on the digits of held-out Glyphs scenes.</summary>
internal static class LocalizationCommand
{
    private const int DefaultScenes = 500;

    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var model = new Option<string>("--model", "-m")
        {
            HelpName = "FILE.onnx|builtin",
            Description = "A network for Glyphs scenes, classes 0 to 9; the built-in one unless given.",
            DefaultValueFactory = _ => BuiltInContent.Name,
        };
        var normalize = Text("--normalize", "NAME|LIST", "How pixels become inputs; as the model file or else the data set says unless given.");
        var scenes = Whole("--scenes", "N", $"How many held-out scenes; {DefaultScenes} unless given.", 1);
        var seed = Seed("Seed of scenes, random maps and bootstrap; 0 unless given.");
        var explained = new Option<string>("--explain") { HelpName = "true|predicted", Description = "Which class is explained.", DefaultValueFactory = _ => "true" };
        explained.AcceptOnlyFromAmong("true", "predicted");
        var batch = Whole("--batch", "N", "Scenes in one run of the network; 32 unless given.", 1);
        var threads = Whole("--threads", "N", "Threads of libtorch.", 1);
        var json = Switch("--json", "Print JSON instead of a table.");
        var folder = Text("--out", "DIR", "Also write localization.json and, scene by scene, localization.csv into this folder.", "-o");
        var command = new Command("localization", "Measure how much of each map falls on the digit, on held-out Glyphs scenes whose masks are known.")
        {
            model, normalize, scenes, seed, explained, batch, threads, json, folder,
        };
        command.SetAction(result => Run(
            context,
            new NetworkSettings
            {
                Inputs = [],
                Model = result.GetValue(model)!,
                Output = null,
                Precision = OnnxPrecision.Automatic,
                Threads = result.GetValue(threads),
                Labels = null,
                LabelOffset = null,
                Normalize = result.GetValue(normalize),
                Resize = null,
                Crop = null,
                Target = Targets.TargetSyntax.Auto,
                Fold = true,
                Tolerance = null,
                Seed = result.GetValue(seed) ?? 0,
            },
            result.GetValue(scenes) ?? DefaultScenes,
            new LocalizationSettings(
                result.GetValue(explained) == "true" ? ExplainedClass.True : ExplainedClass.Predicted,
                result.GetValue(batch) ?? new LocalizationSettings().Batch,
                result.GetValue(seed) ?? 0),
            result.GetValue(json),
            result.GetValue(folder)));
        return command;
    }

    private static int Run(CommandContext context, NetworkSettings network, int count, LocalizationSettings settings, bool json, string? folder)
    {
        using var session = ModelSession.Load(network);
        if (folder is not null)
            ResultFolder.Prepare(folder);
        var scenes = new GlyphDataset(new GlyphSettings(network.Seed, GlyphVariant.Standard, Split.Test), count);
        var normalization = session.Settings.Normalize is { } given ? Normalization.Parse(given) : scenes.Normalization;
        using var methods = new LocalizationMethods(session.Network, network.Seed);
        var result = ProgressDisplay.Run(context, (count + settings.Batch - 1) / settings.Batch, progress => LocalizationExperiment.Run(
            session.Network,
            scenes,
            index => scenes.Scene(index).Digits[0].Mask,
            normalization,
            methods.All,
            settings,
            new BatchProgress(progress),
            context.Cancellation));
        var record = LocalizationRecord.Of(session.Record, normalization, result);
        if (folder is not null)
            LocalizationFiles.Write(folder, record, result);
        if (json)
            context.Out.WriteLine(JsonFormat.Write(record, JsonFormat.Types.LocalizationRecord));
        else
            LocalizationTable.Print(context, record);
        return ExitCode.Success;
    }

    private sealed class BatchProgress(IRunProgress progress) : IProgress<int>
    {
        public void Report(int value) => progress.Finished($"{value} scenes");
    }
}
