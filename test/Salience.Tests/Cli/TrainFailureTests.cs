using Salience.Arrays;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary><c>salience train</c> where something is wrong: one line that says what to write instead, and no file left.</summary>
[NoTensorLeaks]
public sealed class TrainFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--network", "resnet19", 2, "did you mean 'resnet18'?")]
    [InlineData("--network", "vgg16", 2, "at least 32")]
    [InlineData("--data", "minst", 2, "did you mean 'mnist'?")]
    [InlineData("--data-dir", "nowhere", 1, "nowhere")]
    [InlineData("--optimizer", "sdg", 2, "sgd")]
    [InlineData("--schedule", "linear", 2, "one-cycle")]
    [InlineData("--epochs", "0", 2, "at least 1")]
    [InlineData("--lr", "0", 2, "above 0")]
    [InlineData("--momentum", "1", 2, "below 1")]
    [InlineData("--normalize", "imagnet", 2, "imagenet")]
    [InlineData("--mask", "none.npy", 1, "none.npy")]
    public void A_wrong_value_is_named(string option, string value, int code, string words)
    {
        var run = Train(option, value);

        run.AssertFailsWith(code, words);
        Assert.Equal(["digits"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--data", "mnist", "--network", "resnet8")]
    [InlineData("--data", "mnist", "--out", "x.onnx")]
    [InlineData("--network", "resnet8", "--out", "x.onnx")]
    public void What_is_required_is_asked_for(params string[] args) => CliRun.Of(["train", .. args]).AssertFailsWith(2, "required");

    [Fact]
    public void Files_of_a_known_data_set_need_a_folder() =>
        CliRun.Of("train", "--data", "cifar10", "--network", "resnet8", "--out", _folder.File("m.onnx")).AssertFailsWith(2, "--data-dir", "salience data get cifar10");

    [Fact]
    public void A_folder_that_is_missing_is_told_before_the_work() => Train("--out", _folder.File("none/m.onnx")).AssertFailsWith(1, _folder.File("none"));

    [Fact]
    public void Masks_of_another_size_are_named_with_the_size_that_is_taken()
    {
        using var masks = zeros(60, 14, 14);
        NpyFile.Write(_folder.File("masks.npy"), masks);

        Train("--mask", _folder.File("masks.npy")).AssertFailsWith(1, "(60, 14, 14)", "(60, 28, 28)");
    }

    [Theory]
    [InlineData("300")]
    [InlineData("0,0,0")]
    [InlineData("black")]
    public void A_colour_that_is_none_is_named(string fill)
    {
        using var masks = zeros(60, 28, 28);
        NpyFile.Write(_folder.File("masks.npy"), masks);

        Train("--mask", _folder.File("masks.npy"), "--mask-fill", fill).AssertFailsWith(2, fill, "0 to 255");
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training()
    {
        var run = Train("--lr", "1e30", "--optimizer", "sgd", "--schedule", "constant", "--epochs", "5");

        Assert.Equal(1, run.Code);
        Assert.Contains("lower the learning rate", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(["digits"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    /// <summary>A training that would work, with one option given anew.</summary>
    private CliRun Train(params string[] options)
    {
        var given = new Dictionary<string, string>
        {
            ["--data"] = "mnist",
            ["--data-dir"] = TinyDigits.Write(_folder),
            ["--network"] = "deeplift-mnist",
            ["--out"] = _folder.File("model.onnx"),
            ["--epochs"] = "1",
        };
        for (var i = 0; i < options.Length; i += 2)
            given[options[i]] = options[i + 1];
        return CliRun.Of(["train", .. given.SelectMany(pair => new[] { pair.Key, pair.Value })]);
    }
}
