using System.CommandLine;
using Salience.Cli.Failures;
using Salience.Evaluation.Training;
using static Salience.Cli.Models.OptionFactory;

namespace Salience.Cli.Training;

/// <summary>The options of <c>salience train</c> about data, network and files; <see cref="TrainerOptions"/> has those of the trainer.</summary>
internal sealed class TrainOptions
{
    private readonly Option<string> _data = new("--data", "-d")
    {
        HelpName = "NAME|FOLDER",
        Description = $"What to learn: {string.Join(", ", DataKinds.Names)}, or a folder of pictures with a folder for each class, or with train/ and test/ that have those.",
        Required = true,
    };

    private readonly Option<string?> _dataFolder = Text("--data-dir", "DIR", "Where the files of mnist, cifar10 or cifar100 are.");
    private readonly Option<string> _network = new("--network", "-n") { HelpName = "NAME", Description = "The architecture; 'salience networks' lists them.", Required = true };
    private readonly Option<string> _out = new("--out", "-o") { HelpName = "FILE.onnx", Description = "The model to write; an older file is replaced.", Required = true };
    private readonly Option<double?> _width = Real("--width", "FACTOR", "Factor on the width of every hidden layer.", 0, double.PositiveInfinity);
    private readonly Option<int?> _trainCount = Whole("--train-count", "N", "Train on the first N pictures; for glyphs, draw N.", 1);
    private readonly Option<int?> _testCount = Whole("--test-count", "N", "Test on the first N pictures; for glyphs, draw N.", 1);
    private readonly Option<int?> _size = Whole("--size", "PIXELS", "Rows and columns that the pictures of a folder get; those the network was published for unless given.", 1);
    private readonly Option<string?> _normalize = Text("--normalize", "NAME|LIST", "imagenet, inception, caffe-bgr, none, or mean=…,std=…; what the data set says unless given. It is stored in the model.");
    private readonly Option<bool> _permute = Switch("--permute-labels", "Exchange the labels among the training pictures at random (data randomisation test).");
    private readonly Option<string?> _mask = Text("--mask", "FILE.npy", "Replace pixels of the training pictures: an array (N,H,W), not 0 where a pixel is replaced.");
    private readonly Option<string?> _testMask = Text("--test-mask", "FILE.npy", "The same for the test pictures.");
    private readonly Option<string> _fill = new("--mask-fill") { HelpName = "mean|LEVELS", Description = "What replaced pixels become: the training pictures' mean colour, or a level 0 to 255 for each channel, such as 0,0,0.", DefaultValueFactory = _ => MaskedData.MeanFill };
    private readonly Option<string?> _checkpoint = Text("--checkpoint", "FILE.npz", "Where the state is kept after every epoch and minute; beside the model until the training is finished, unless given.");
    private readonly Option<bool> _resume = Switch("--resume", "Go on from the checkpoint, if there is one.");
    private readonly Option<string?> _log = Text("--log", "FILE.jsonl", "Write a line of JSON for the start and for every epoch.");
    private readonly Option<int?> _threads = Whole("--threads", "N", "Threads of libtorch. With one thread the same command gives the same file on the same machine.", 1);
    private readonly Option<int?> _seed = Seed("Draws weights, order of pictures and augmentation; 0 unless given; stored in the model.");
    private readonly Option<bool> _json = Switch("--json", "Print a record to standard output.");
    private readonly Option<string> _device = new("--device") { HelpName = "cpu", Description = "Where to compute.", DefaultValueFactory = _ => "cpu" };
    private readonly TrainerOptions _trainer;

    /// <summary>Adds the options to a command.</summary>
    public TrainOptions(Command command)
    {
        _device.AcceptOnlyFromAmong("cpu");
        foreach (var option in new Option[] { _data, _dataFolder, _network, _out, _width, _size, _normalize, _trainCount, _testCount })
            command.Add(option);
        _trainer = new TrainerOptions(command);
        foreach (var option in new Option[] { _seed, _threads, _permute, _mask, _testMask, _fill, _checkpoint, _resume, _log, _json, _device })
            command.Add(option);
    }

    /// <summary>What was written.</summary>
    /// <exception cref="UsageException">Values do not fit together.</exception>
    public TrainSettings Read(ParseResult result)
    {
        var seed = result.GetValue(_seed) ?? 0;
        return new TrainSettings
        {
            Data = result.GetValue(_data)!,
            DataFolder = result.GetValue(_dataFolder),
            Network = result.GetValue(_network)!,
            Out = result.GetValue(_out)!,
            Width = result.GetValue(_width),
            TrainCount = result.GetValue(_trainCount),
            TestCount = result.GetValue(_testCount),
            Size = result.GetValue(_size),
            Normalize = result.GetValue(_normalize),
            PermuteLabels = result.GetValue(_permute),
            Mask = result.GetValue(_mask),
            TestMask = result.GetValue(_testMask),
            MaskFill = result.GetValue(_fill)!,
            Checkpoint = result.GetValue(_checkpoint),
            Resume = result.GetValue(_resume),
            Log = result.GetValue(_log),
            Threads = result.GetValue(_threads),
            Seed = seed,
            Json = result.GetValue(_json),
            Adjust = recipe => _trainer.Apply(result, recipe) with { Seed = seed },
        };
    }
}
