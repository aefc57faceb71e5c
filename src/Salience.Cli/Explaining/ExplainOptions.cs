using System.CommandLine;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Methods;
using Salience.Cli.Models;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Explaining;

/// <summary>The options of <c>salience explain</c> beyond those of every command with a network.</summary>
internal sealed class ExplainOptions
{
    private readonly Option<int?> _top = Whole("--top", "K", "Explain the K best classes of each input, from one forward pass.", 1);
    private readonly Option<string> _method = new("--method")
    {
        HelpName = "NAME[:key=value,…]",
        Description = "The method with its settings; several are separated by ';'. 'salience methods' lists them.",
        DefaultValueFactory = _ => MethodChoices.Default,
    };

    private readonly Option<string?> _preset = Text("--preset", "NAME", "How fullgrad makes a map of its terms; paper unless given.");
    private readonly Option<int?> _batch = Whole("--batch", "N", "Most images in one run of the network, perturbed copies included; 1 picture and 16 copies unless given.", 1);
    private readonly Option<string?> _colormap = Text("--colormap", "NAME", "turbo, viridis, inferno, magma, jet, grey or red-blue; turbo unless given, red-blue for maps with a sign.");
    private readonly Option<double?> _opacity = Real("--opacity", "0…1", "How much of the picture the map hides where its colour is strongest; 0.55, or 0.9 for maps with a sign, unless given.", 0, 1);
    private readonly Option<double?> _percentile = Real(
        "--percentile", "0…100", "The percentile of the map that gets the strongest colour; 100, or 99.5 for a map with few spikes, unless given. A picture that cuts values off carries its colour bar.", 0, 100);

    private readonly Option<bool> _signed = Switch("--positive-negative", "Keep the sign of maps and paint what speaks for the target red, what speaks against it blue.");
    private readonly Option<bool?> _panel = new("--panel") { Description = "Draw everything in one picture: overlay, map, layers, how it adds up, what no map can show; the default for the built-in network." };
    private readonly Option<bool> _raw = Switch("--raw", "Also write the untouched map as .npy.");
    private readonly Option<bool> _json = Switch("--json", "Print the records to standard output.");
    private readonly Option<string> _out = new("--out", "-o") { HelpName = "DIR", Description = "Folder of the results.", DefaultValueFactory = _ => ResultFolder.DefaultName };

    /// <summary>Adds the options to a command.</summary>
    public ExplainOptions(Command command)
    {
        foreach (var option in new Option[] { _top, _method, _preset, _batch, _colormap, _opacity, _percentile, _signed, _panel, _raw, _json, _out })
            command.Add(option);
    }

    /// <summary>What was written.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="network">What the command line says about the network.</param>
    /// <exception cref="UsageException">A name is unknown.</exception>
    public ExplainSettings Read(ParseResult result, NetworkSettings network)
    {
        var signed = result.GetValue(_signed);
        return new ExplainSettings(
            MethodChoices.Read([result.GetValue(_method)!], new MethodOptions(result.GetValue(_preset), network.Fold, network.Seed, signed)),
            result.GetValue(_top) ?? 1,
            result.GetValue(_batch),
            result.GetValue(_out)!,
            PaintOptions.Read(result.GetValue(_colormap), result.GetValue(_opacity), result.GetValue(_percentile), signed),
            result.GetValue(_panel) ?? BuiltInContent.IsName(network.Model),
            result.GetValue(_raw),
            result.GetValue(_json));
    }
}
