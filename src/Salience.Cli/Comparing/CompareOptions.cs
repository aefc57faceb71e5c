using System.CommandLine;
using Salience.Cli.Explaining;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Comparing;

/// <summary>The options of <c>salience compare</c> beyond those of every command with a network.</summary>
internal sealed class CompareOptions
{
    /// <summary>The word for every method that applies.</summary>
    public const string All = "all";

    private readonly Option<string[]> _methods = new("--methods")
    {
        HelpName = "all|NAME[:key=value,…]",
        Description = "The methods, separated by spaces or ';': --methods fullgrad grad-cam \"rise:masks=500\". All that apply unless given; 'salience methods' lists them.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [All],
    };

    private readonly Option<bool> _absolute = Switch("--absolute", "Compare maps by the size of their values, not by the values with their signs.");
    private readonly Option<int?> _batch = Whole("--batch", "N", "Most images in one run of the network, perturbed copies included; 16 unless given.", 1);
    private readonly Option<string?> _colormap = Text("--colormap", "NAME", "turbo, viridis, inferno, magma, jet, grey or red-blue; turbo unless given, red-blue for maps with a sign.");
    private readonly Option<double?> _opacity = Real("--opacity", "0…1", "How much of the picture a map hides where its colour is strongest; 0.55, or 0.9 for maps with a sign, unless given.", 0, 1);
    private readonly Option<double?> _percentile = Real("--percentile", "0…100", "The percentile of a map that gets the strongest colour; 100, or 99.5 for a map with few spikes, unless given.", 0, 100);
    private readonly Option<bool> _signed = Switch("--positive-negative", "Keep the sign of maps and paint what speaks for the target red, what speaks against it blue.");
    private readonly Option<bool> _csv = Switch("--csv", "Also write comparison.csv, a row for each method and picture, and agreement.csv, a row for each pair of methods.");
    private readonly Option<bool> _json = Switch("--json", "Print the record in place of tables.");
    private readonly Option<string> _out = new("--out", "-o") { HelpName = "DIR", Description = "Folder of the results.", DefaultValueFactory = _ => ResultFolder.DefaultName };

    /// <summary>Adds the options to a command.</summary>
    public CompareOptions(Command command)
    {
        foreach (var option in new Option[] { _methods, _absolute, _batch, _colormap, _opacity, _percentile, _signed, _csv, _json, _out })
            command.Add(option);
    }

    /// <summary>What was written.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="network">What the command line says about the network.</param>
    /// <exception cref="Failures.UsageException">A name is unknown.</exception>
    public CompareSettings Read(ParseResult result, NetworkSettings network)
    {
        var signed = result.GetValue(_signed);
        var options = new MethodOptions(Preset: null, network.Fold, network.Seed, signed);
        var texts = result.GetValue(_methods)!;
        return new CompareSettings(
            texts is [All] ? null : MethodChoices.Read(texts, options, "--methods"),
            options,
            result.GetValue(_batch),
            result.GetValue(_absolute),
            result.GetValue(_out)!,
            PaintOptions.Read(result.GetValue(_colormap), result.GetValue(_opacity), result.GetValue(_percentile), signed),
            result.GetValue(_csv),
            result.GetValue(_json));
    }
}
