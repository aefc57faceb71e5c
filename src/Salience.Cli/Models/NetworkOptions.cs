using System.CommandLine;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Labels;
using Salience.Cli.Targets;
using Salience.Naming;
using Salience.Onnx;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Models;

/// <summary>The options that every command with a network and inputs has.</summary>
internal sealed class NetworkOptions
{
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Pictures (PNG, JPEG, WebP, BMP, GIF), folders of them, or .npy arrays (C,H,W) or (N,C,H,W), taken as already preprocessed; 'builtin' for the built-in pictures.",
    };

    private readonly Option<string?> _model = Text("--model", "FILE.onnx|builtin", "The network; the built-in one where neither it nor an input is given.", "-m");
    private readonly Option<string?> _output = Text("--output", "NAME", "Which value of the network to explain; its first output unless given, before a final softmax.");
    private readonly Option<string?> _labels = Text("--labels", "FILE", "Names of the classes: one per line, or WordNet lines such as 'n01440764 tench, Tinca tinca'.");
    private readonly Option<int?> _labelOffset = Whole("--label-offset", "N", "Classes before the first label; detected for 1001 classes and 1000 labels.", 0);
    private readonly Option<string?> _normalize = Text("--normalize", "NAME|LIST", "imagenet, inception, caffe-bgr, none, or mean=a,b,c,std=a,b,c[,scale=s][,bgr].");
    private readonly Option<int?> _resize = Whole("--resize", "PIXELS", "Shorter side before the crop; 256/224 of the crop unless given.", 1);
    private readonly Option<int?> _crop = Whole("--crop", "PIXELS", "Side of the centre crop, for networks that take any size; 224 unless given.", 1, "--size");
    private readonly Option<string> _target = new("--target", "-t")
    {
        HelpName = "auto|INDEX|NAME|A-B",
        Description = "The class to explain, or what speaks for A against B; auto is the class with the highest score.",
        DefaultValueFactory = _ => TargetSyntax.Auto,
    };

    private readonly Option<string?> _precision = Text("--precision", "single|double", "Compute in float32 or float64; the model's own unless given.");
    private readonly Option<int?> _threads = Whole("--threads", "N", "Threads of libtorch.", 1);
    private readonly Option<bool> _noFold = Switch("--no-fold", "Run batch normalisation as it stands in place of folding it into the layer before it.");
    private readonly Option<double?> _tolerance = Real("--tolerance", "X", "Largest residual that counts as adding up; 1e-4 in single and 1e-10 in double precision.", 0, double.PositiveInfinity);
    private readonly Option<int?> _seed = Seed("Where random choices begin, 0 unless given; recorded.");
    private readonly Option<string> _device = new("--device") { HelpName = "cpu", Description = "Where to compute.", DefaultValueFactory = _ => "cpu" };

    /// <summary>Adds the options to a command.</summary>
    public NetworkOptions(Command command)
    {
        _precision.AcceptOnlyFromAmong("single", "double");
        _device.AcceptOnlyFromAmong("cpu");
        command.Add(_inputs);
        Option[] options =
        [
            _model, _output, _labels, _labelOffset, _normalize, _resize, _crop, _target, _precision, _threads, _noFold, _tolerance, _seed, _device,
        ];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>What was written.</summary>
    /// <exception cref="UsageException">There is no model, or a mistyped option stands among the inputs.</exception>
    public NetworkSettings Read(ParseResult result)
    {
        IReadOnlyList<string> inputs = [.. (result.GetValue(_inputs) ?? []).Select(input => RequireFile(input, result.CommandResult.Command))];
        var (model, all) = Complete(result.GetValue(_model), inputs);
        return Read(result, model, all);
    }

    private NetworkSettings Read(ParseResult result, string model, IReadOnlyList<string> inputs) => new()
    {
        Inputs = inputs,
        Model = model,
        Output = result.GetValue(_output),
        Precision = result.GetValue(_precision) switch { "single" => OnnxPrecision.Single, "double" => OnnxPrecision.Double, _ => OnnxPrecision.Automatic },
        Threads = result.GetValue(_threads),
        Labels = result.GetValue(_labels),
        LabelOffset = result.GetValue(_labelOffset),
        Normalize = result.GetValue(_normalize),
        Resize = result.GetValue(_resize),
        Crop = result.GetValue(_crop),
        Target = result.GetValue(_target)!,
        Fold = !result.GetValue(_noFold),
        Tolerance = result.GetValue(_tolerance),
        Seed = result.GetValue(_seed) ?? 0,
    };

    /// <summary>What is built in stands for what is not given: the network where nothing is, its pictures where it is named without an input.</summary>
    private static (string Model, IReadOnlyList<string> Inputs) Complete(string? model, IReadOnlyList<string> inputs)
    {
        if (model is null && inputs.Any(input => !BuiltInContent.IsName(input)))
        {
            throw new UsageException("no network: give --model FILE.onnx, or --model builtin for the built-in one, "
                + "which names the digit in pictures such as its own three.");
        }

        model ??= BuiltInContent.Name;
        return (model, inputs.Count == 0 && BuiltInContent.IsName(model) ? [BuiltInContent.Name] : inputs);
    }

    /// <summary>A mistyped option would otherwise count as a file.</summary>
    private static string RequireFile(string input, Command command)
    {
        if (!input.StartsWith('-') || File.Exists(input))
            return input;
        var hint = Suggestion.Nearest(input, command.Options.Select(o => o.Name)) is { } nearest ? $"did you mean {nearest}?" : $"see 'salience {command.Name} --help'.";
        throw new UsageException($"there is no option {input}; {hint}");
    }
}
