using System.Text.Json;
using Salience.Arrays;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary>Bad input and wrong usage: one line that names the file, the value and the remedy, and an exit code.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_model_the_message_says_what_to_give() =>
        CliRun.Of("explain", "photo.jpg").AssertFailsWith(2, "--model FILE.onnx", "--model builtin");

    [Fact]
    public void Without_an_input_the_message_says_what_to_give() =>
        CliRun.Of("explain", "--model", "net.onnx").AssertFailsWith(2, "give a picture");

    [Fact]
    public void An_unknown_option_is_no_file_and_the_nearest_is_suggested() =>
        CliRun.Of("explain", "photo.jpg", "--modle", "net.onnx").AssertFailsWith(2, "--modle", "did you mean --model?");

    [Fact]
    public void An_unknown_command_is_wrong_usage() => CliRun.Of("explian").AssertFailsWith(2, "explian");

    [Theory]
    [InlineData("--top", "0", "at least 1")]
    [InlineData("--batch", "x", "--batch x is no whole number")]
    [InlineData("--tolerance", "small", "no number")]
    [InlineData("--seed", "1.5", "no whole number")]
    [InlineData("--opacity", "2", "between 0 and 1")]
    [InlineData("--tolerance", "-1", "at least 0")]
    [InlineData("--precision", "half", "half")]
    [InlineData("--colormap", "rainbow", "turbo")]
    [InlineData("--preset", "papre", "did you mean 'paper'?")]
    [InlineData("--method", "fulgrad", "did you mean 'fullgrad'?")]
    [InlineData("--method", "fullgrad:colour=red", "its settings are preset, fold-batch-norm")]
    [InlineData("--method", "fullgrad:preset", "key=value")]
    [InlineData("--method", "integrated-gradients:step=4", "did you mean 'steps'?")]
    [InlineData("--method", "integrated-gradients:rule=midpiont", "did you mean 'midpoint'?")]
    [InlineData("--method", "integrated-gradients:steps=few", "steps=few is no whole number")]
    [InlineData("--method", ";", "--method is empty")]
    [InlineData("--percentile", "0", "above 0")]
    [InlineData("--percentile", "101", "between 0 and 100")]
    public void A_wrong_value_is_named_with_what_is_possible(string option, string value, string words) =>
        CliRun.Of("explain", "photo.jpg", "--model", "net.onnx", option, value).AssertFailsWith(2, words);

    [Fact]
    public void A_missing_model_is_named() => Explain(Samples.Picture, "--model", _folder.File("none.onnx")).AssertFailsWith(3, "none.onnx");

    [Fact]
    public void A_model_of_random_bytes_is_named()
    {
        var bytes = new byte[5000];
        new Random(3).NextBytes(bytes);
        Explain(Samples.Picture, "--model", _folder.Write("noise.onnx", bytes)).AssertFailsWith(3, "noise.onnx");
    }

    [Fact]
    public void A_pointer_in_place_of_the_model_is_named() =>
        Explain(Samples.Picture, "--model", _folder.Write("lfs.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"u8)).AssertFailsWith(3, "lfs.onnx");

    [Fact]
    public void An_unknown_output_lists_those_there_are() =>
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--output", "nothing").AssertFailsWith(3, "nothing", "logits");

    [Fact]
    public void A_crop_that_the_network_does_not_take_is_wrong_usage() =>
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--crop", "64").AssertFailsWith(2, "--crop 64", "32");

    [Fact]
    public void A_normalisation_that_is_none_lists_the_names() =>
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagnet").AssertFailsWith(2, "imagnet", "imagenet");

    [Fact]
    public void A_mistyped_label_suggests_the_nearest() =>
        Explain(Samples.Tench, "--model", Samples.SqueezeNet, "--normalize", "imagenet", "--labels", Samples.Labels, "--target", "tenhc")
            .AssertFailsWith(2, "'tench' (0)");

    [Fact]
    public void A_class_beyond_the_last_is_wrong_usage() =>
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--target", "10").AssertFailsWith(2, "0 to 9");

    [Fact]
    public void A_run_that_cannot_begin_leaves_older_records_alone()
    {
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet");
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--target", "10");

        Assert.Equal(1, RecordCount());
    }

    [Fact]
    public void Labels_of_another_network_are_refused() =>
        Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--labels", Samples.Labels).AssertFailsWith(2, "1000 names", "10 classes");

    [Fact]
    public void An_array_of_another_shape_is_named_with_the_shape_that_is_taken()
    {
        using var array = zeros(1, 3, 16, 16);
        NpyFile.Write(_folder.File("small.npy"), array);
        Failure(_folder.File("small.npy")).AssertNames("small.npy", "(1, 3, 16, 16)", "32");
    }

    [Fact]
    public void An_array_with_NaN_is_refused()
    {
        using var array = full([1, 3, 32, 32], double.NaN);
        NpyFile.Write(_folder.File("nan.npy"), array);
        Failure(_folder.File("nan.npy")).AssertNames("nan.npy", "NaN");
    }

    [Fact]
    public void A_missing_picture_is_named() => Failure(_folder.File("none.png")).AssertNames("none.png");

    [Fact]
    public void An_empty_picture_is_named() => Failure(_folder.Write("empty.png", [])).AssertNames("empty.png", "0 bytes");

    [Fact]
    public void One_bad_picture_in_a_folder_does_not_stop_the_others()
    {
        var inputs = Directory.CreateDirectory(_folder.File("in")).FullName;
        File.Copy(Samples.Picture, Path.Combine(inputs, "a.png"));
        File.WriteAllText(Path.Combine(inputs, "b.png"), "no picture");
        File.Copy(Samples.Tench, Path.Combine(inputs, "c.jpg"));
        File.WriteAllText(Path.Combine(inputs, "notes.txt"), "no picture either");

        var run = Explain(inputs, "--model", Samples.SmallModel, "--normalize", "imagenet");

        Assert.Equal(1, run.Code);
        Assert.Equal(2, RecordCount());
        Assert.Single(run.ErrorLines, line => line.StartsWith("salience: ", StringComparison.Ordinal) && line.Contains("b.png", StringComparison.Ordinal));
        Assert.Contains("skipped 1 file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_residual_above_the_tolerance_is_reported_and_fails_the_run()
    {
        var run = Explain(Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--tolerance", "0");

        Assert.Equal(1, run.Code);
        Assert.Contains("residual", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, RecordCount());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = _folder.Write("file", [1]);
        CliRun.Of("explain", Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--out", Path.Combine(file, "out")).AssertFailsWith(1, file, "--out");
    }

    private CliRun Explain(params string[] args) => CliRun.Of(["explain", .. args, "--out", _folder.File("out")]);

    /// <summary>A run on one bad input: exit code 1, one line about it, no records and no other files.</summary>
    private FailedInput Failure(string input)
    {
        var run = Explain(input, "--model", Samples.SmallModel, "--normalize", "imagenet");
        Assert.Equal(1, run.Code);
        Assert.Equal(["explanations.json"], Directory.EnumerateFiles(_folder.File("out")).Select(Path.GetFileName));
        Assert.Equal(0, RecordCount());
        return new FailedInput(Assert.Single(run.ErrorLines, line => line.StartsWith("salience: ", StringComparison.Ordinal)));
    }

    private int RecordCount()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(_folder.File("out/explanations.json")));
        return document.RootElement.GetArrayLength();
    }

    private sealed record FailedInput(string Line)
    {
        public void AssertNames(params string[] words) => Assert.All(words, word => Assert.Contains(word, Line, StringComparison.Ordinal));
    }
}
