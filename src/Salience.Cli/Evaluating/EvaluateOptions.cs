using System.CommandLine;
using Salience.Cli.BuiltIn;
using Salience.Cli.Failures;
using Salience.Cli.Models;
using Salience.Cli.Targets;
using Salience.Cli.Training;
using Salience.Evaluation.Maps;
using Salience.Onnx;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Evaluating;

/// <summary>The options of every experiment.</summary>
internal sealed class EvaluateOptions
{
    private readonly Option<string> _model = new("--model", "-m") { HelpName = "FILE.onnx|builtin", Description = "The network; the built-in one for glyphs unless given.", DefaultValueFactory = _ => BuiltInContent.Name };
    private readonly Option<string?> _output = Text("--output", "NAME", "Which value of the network to explain; its first output unless given, before a final softmax.");
    private readonly Option<string> _data = new("--data", "-d")
    {
        HelpName = "NAME|FOLDER",
        Description = $"The pictures: {string.Join(", ", EvaluationSession.DataNames)} (their held-out split), a folder with a folder of pictures for each class, or a folder of pictures whose names begin with WordNet ids.",
        DefaultValueFactory = _ => "glyphs",
    };

    private readonly Option<string?> _dataFolder = Text("--data-dir", "DIR", "Where the files of mnist, cifar10 or cifar100 are.");
    private readonly Option<string?> _synsets = Text("--synsets", "FILE", "For pictures by WordNet id: the classes of the network in order, 'n01440764 tench, Tinca tinca' on each line.");
    private readonly Option<int?> _labelOffset = Whole("--label-offset", "N", "Outputs before that of the first class; detected for one output more than classes.", 0);
    private readonly Option<string?> _normalize = Text("--normalize", "NAME|LIST", "How pixels become inputs; as the model file or else the data set says unless given.");
    private readonly Option<int?> _resize = Whole("--resize", "PIXELS", "For folders: shorter side before the crop; 256/224 of the crop unless given.", 1);
    private readonly Option<int?> _crop = Whole("--crop", "PIXELS", "For folders: side of the centre crop, for networks that take any size; 224 unless given.", 1, "--size");
    private readonly Option<string[]> _methods = new("--methods") { HelpName = "NAME[:key=value,…]", Description = "What to compare, several separated by spaces or semicolons; what the experiment says unless given. Values separated by | stand for one method each: fullgrad:sign=signed|absolute.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _images = Whole("--images", "N", "Most pictures in each part; all unless given (glyphs: 500 scenes).", 1);
    private readonly Option<string[]> _parts = Names("--parts", "Parts of the experiment to measure, several separated by spaces or commas; all unless given.");
    private readonly Option<string[]> _set = new("--set") { HelpName = "KEY=VALUE", Description = "A setting of the experiment.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _seed = Seed("Seed of scenes, random choices and bootstrap; 0 unless given.");
    private readonly Option<int?> _chunk = Whole("--chunk", "N", "Pictures in a cell, the unit that is lost when the run is killed; 16 unless given.", 1);
    private readonly Option<int?> _batch = Whole("--batch", "N", "Pictures in one run of the network; 16 unless given.", 1);
    private readonly Option<int?> _threads = Whole("--threads", "N", "Threads of libtorch.", 1);
    private readonly Option<string?> _budget = Text("--budget", "TIME", "Measure so many pictures that it takes about this long, such as 90s, 30m or 2h; says what it cuts.");
    private readonly Option<bool> _json = Switch("--json", "Print results.json instead of a table.");
    private readonly Option<string> _out = new("--out", "-o") { HelpName = "RUN", Description = "The run folder. Where it holds an unfinished run with the same settings, that run goes on.", Required = true };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="single">Whether it runs one experiment.</param>
    public EvaluateOptions(Command command, bool single)
    {
        Option[] options = [_model, _output, _data, _dataFolder, _synsets, _labelOffset, _normalize, _resize, _crop, _methods, _images, _seed, _chunk, _batch, _threads, _budget, _json, _out];
        foreach (var option in options)
            command.Add(option);
        if (!single)
            return;
        command.Add(_set);
        command.Add(_parts);
    }

    /// <summary>What was written.</summary>
    /// <exception cref="UsageException">Values do not fit together.</exception>
    public EvaluateSettings Read(ParseResult result) => new()
    {
        Network = new NetworkSettings
        {
            Inputs = [],
            Model = result.GetValue(_model)!,
            Output = result.GetValue(_output),
            Precision = OnnxPrecision.Automatic,
            Threads = result.GetValue(_threads),
            Labels = null,
            LabelOffset = result.GetValue(_labelOffset),
            Normalize = result.GetValue(_normalize),
            Resize = result.GetValue(_resize),
            Crop = result.GetValue(_crop),
            Target = TargetSyntax.Auto,
            Fold = true,
            Tolerance = null,
            Seed = result.GetValue(_seed) ?? 0,
        },
        Data = result.GetValue(_data)!,
        DataFolder = result.GetValue(_dataFolder),
        Synsets = result.GetValue(_synsets),
        Methods = result.GetValue(_methods) is { Length: > 0 } methods
            ? [.. methods.SelectMany(m => m.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).SelectMany(Expand)]
            : null,
        Images = result.GetValue(_images),
        Parts = Split(result.GetValue(_parts)),
        Set = Pairs(result.GetValue(_set) ?? []),
        Chunk = result.GetValue(_chunk),
        Batch = result.GetValue(_batch),
        Budget = result.GetValue(_budget) is { } text ? BudgetSyntax.Parse(text) : null,
        Json = result.GetValue(_json),
        Out = result.GetValue(_out)!,
    };

    private static IReadOnlyList<string> Expand(string method)
    {
        try
        {
            return MethodAlternatives.Expand(method);
        }
        catch (ArgumentException failure)
        {
            throw new UsageException($"--methods: {KnownFailure.Describe(failure)}");
        }
    }

    private static Dictionary<string, string> Pairs(string[] texts)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length < 2 || parts[0].Length == 0 || !pairs.TryAdd(parts[0].Trim(), parts[1].Trim()))
                throw new UsageException($"--set {text}: is no setting, or is given twice; write KEY=VALUE.");
        }

        return pairs;
    }
}
