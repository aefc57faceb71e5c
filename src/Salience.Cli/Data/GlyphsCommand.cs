using System.CommandLine;
using Salience.Cli.Explaining;
using Salience.Cli.Failures;
using Salience.Cli.Terminal;
using Salience.Evaluation.Datasets;
using Salience.Evaluation.Glyphs;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Data;

/// <summary><c>salience data glyphs</c>: scenes of the Glyphs generator as files.</summary>
internal static class GlyphsCommand
{
    private const int DefaultCount = 100;

    /// <summary>The command.</summary>
    public static Command Define(CommandContext context)
    {
        var folder = new Option<string>("--to") { HelpName = "DIR", Description = "Folder of the pictures.", Required = true };
        var count = Whole("--count", "N", $"How many scenes; {DefaultCount} unless given.", 1);
        var seed = Seed("Seed of everything random; 0 unless given.");
        var variant = Text("--variant", "NAME", "standard, two-digits or watermark; standard unless given.");
        var split = Text("--split", "NAME", "train or test; train unless given. No scene is in both.");
        var command = new Command("glyphs", "Make scenes with a digit among letters and shapes, their masks, labels.csv and a contact sheet.")
        {
            folder, count, seed, variant, split,
        };
        command.SetAction(result =>
        {
            var settings = new GlyphSettings(
                result.GetValue(seed) ?? 0, Named<GlyphVariant>("--variant", result.GetValue(variant)), Named<Split>("--split", result.GetValue(split)));
            return Run(context, settings, result.GetValue(count) ?? DefaultCount, result.GetValue(folder)!);
        });
        return command;
    }

    private static int Run(CommandContext context, GlyphSettings settings, int count, string folder)
    {
        ResultFolder.Prepare(folder, "--to");
        var written = new GlyphFolder(folder).Write(new GlyphDataset(settings, count), context.Cancellation);
        context.Out.WriteLine($"{count} scenes in {folder}; labels in {written.Labels}, overview in {written.Sheet}.");
        return ExitCode.Success;
    }

    private static T Named<T>(string option, string? name)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(Written);
        if (name is null)
            return default;
        return names.TryGetValue(name.ToLowerInvariant(), out var value)
            ? value
            : throw new UsageException($"{option} {name}: there is no such name; give one of {string.Join(", ", names.Keys)}.");
    }

    // TwoDigits is written two-digits.
    private static string Written<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
