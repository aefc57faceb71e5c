using System.Text.Json;
using Salience.Arrays;
using Salience.Imaging;
using Salience.Onnx;
using static TorchSharp.torch;

namespace Salience.Tests.Cli;

/// <summary><c>salience train</c>: the model it writes, its record and its log.</summary>
[NoTensorLeaks]
public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explain_takes_the_model_with_its_labels_and_preprocessing()
    {
        var run = Train("--epochs", "6", "--batch", "10", "--crop", "0", "--optimizer", "adam", "--lr", "0.002");
        var picture = TinyDigits.WritePicture(_folder, "seven.png", 7);

        var explained = CliRun.Of("explain", picture, "--model", Model, "--out", _folder.File("out"), "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains($"salience explain PICTURE --model {Model}", run.Out, StringComparison.Ordinal);
        Assert.True(explained.Code == 0, explained.Error);
        Assert.DoesNotContain("--normalize", explained.Error, StringComparison.Ordinal);
        using var records = JsonDocument.Parse(explained.Out);
        Assert.Equal((7, "7"), (records.RootElement[0].GetProperty("class").GetInt32(), records.RootElement[0].GetProperty("label").GetString()));
        Assert.False(File.Exists(_folder.File("model.checkpoint.npz")));
    }

    [Fact]
    public void The_record_is_what_the_model_and_the_log_say()
    {
        var run = Train("--epochs", "2", "--seed", "5", "--log", _folder.File("log.jsonl"), "--json");

        Assert.True(run.Code == 0, run.Error);
        using var document = JsonDocument.Parse(run.Out);
        var record = document.RootElement;
        using var model = OnnxImporter.Load(Model);
        Assert.Equal(model.Info.Sha256, record.GetProperty("model").GetProperty("sha256").GetString());
        // 32·17 and 64·(32·16 + 1) of the convolutions, 128·(64·25 + 1) and 10·129 of the linear layers.
        Assert.Equal(239_594, record.GetProperty("parameters").GetInt64());
        Assert.Equal((60, 20), (record.GetProperty("trainCount").GetInt32(), record.GetProperty("testCount").GetInt32()));
        var training = record.GetProperty("training");
        Assert.Equal(5, training.GetProperty("settings").GetProperty("seed").GetInt32());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(model.Info.TrainingRecord!), training));
        var epochs = File.ReadLines(_folder.File("log.jsonl")).Skip(1).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(2, epochs.Count);
        Assert.Equal(record.GetProperty("testAccuracy").GetDouble(), epochs[1].GetProperty("testAccuracy").GetDouble());
        Assert.Equal(2, run.ErrorLines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Options_stand_over_the_recipe()
    {
        Train("--epochs", "1", "--batch", "7", "--lr", "0.02", "--optimizer", "sgd", "--schedule", "cosine", "--warm-up", "0.5", "--momentum", "0.8",
            "--weight-decay", "0.001", "--label-smoothing", "0.1", "--crop", "1", "--flip", "--clip", "2", "--normalize", "mean=0.5,std=0.25", "--train-count", "40", "--width", "0.5");

        using var model = OnnxImporter.Load(Model);
        var settings = JsonElement.Parse(model.Info.TrainingRecord!).GetProperty("settings");
        object[] found =
        [
            settings.GetProperty("epochs").GetInt32(), settings.GetProperty("batchSize").GetInt32(), settings.GetProperty("learningRate").GetDouble(),
            settings.GetProperty("optimizer").GetString()!, settings.GetProperty("schedule").GetProperty("shape").GetString()!,
            settings.GetProperty("schedule").GetProperty("warmUp").GetDouble(), settings.GetProperty("momentum").GetDouble(), settings.GetProperty("weightDecay").GetDouble(),
            settings.GetProperty("labelSmoothing").GetDouble(), settings.GetProperty("cropPadding").GetInt32(), settings.GetProperty("flip").GetBoolean(),
            settings.GetProperty("clipNorm").GetDouble(),
        ];
        Assert.Equal([1, 7, 0.02, "sgd", "cosine", 0.5, 0.8, 0.001, 0.1, 1, true, 2.0], found);
        Assert.Equal(40, JsonElement.Parse(model.Info.TrainingRecord!).GetProperty("data").GetProperty("count").GetInt32());
        Assert.Equal("0.5", model.Info.Metadata["width"]);
        Assert.Equal(Normalization.Parse("mean=0.5,std=0.25").Name, model.Info.Preprocessing!.Normalization.Name);
    }

    [Fact]
    public void Exchanged_labels_and_masks_stand_in_the_record()
    {
        using var scope = NewDisposeScope();
        NpyFile.Write(_folder.File("train.npy"), ones(60, 28, 28));
        NpyFile.Write(_folder.File("test.npy"), ones(20, 1, 28, 28));

        var run = Train("--epochs", "1", "--permute-labels", "--mask", _folder.File("train.npy"), "--test-mask", _folder.File("test.npy"), "--json");

        Assert.True(run.Code == 0, run.Error);
        var data = JsonElement.Parse(run.Out).GetProperty("training").GetProperty("data").GetProperty("name").GetString()!;
        Assert.Contains("masked", data, StringComparison.Ordinal);
        Assert.Contains("permuted", data, StringComparison.Ordinal);
        // Every pixel of every picture is the mean colour: one class is all that can be right.
        Assert.Equal(0.1, JsonElement.Parse(run.Out).GetProperty("testAccuracy").GetDouble(), 1e-9);
    }

    [Fact]
    public void A_folder_of_pictures_is_learned_with_the_names_of_its_folders()
    {
        foreach (var (name, label) in new[] { ("cat", 1), ("dog", 6) })
        {
            foreach (var (split, i) in new[] { ("train", 0), ("train", 1), ("train", 2), ("test", 3) })
            {
                Directory.CreateDirectory(_folder.File($"pets/{split}/{name}"));
                TinyDigits.WritePicture(_folder, $"pets/{split}/{name}/{i}.png", label);
            }
        }

        var run = CliRun.Of("train", "--data", _folder.File("pets"), "--network", "resnet8", "--size", "16", "--epochs", "1", "--batch", "2", "--out", Model);

        Assert.True(run.Code == 0, run.Error);
        using var model = OnnxImporter.Load(Model);
        Assert.Equal(["cat", "dog"], model.Info.Labels);
        Assert.Equal((16, 16, 3, null), (model.Info.Preprocessing!.Height, model.Info.Preprocessing.Width, model.Info.Preprocessing.Channels, model.Info.Preprocessing.Resize));
    }

    [Fact]
    public void Glyphs_are_drawn_as_they_are_learned()
    {
        var run = CliRun.Of("train", "--data", "glyphs", "--network", "glyph-net", "--width", "0.25", "--train-count", "20", "--test-count", "10", "--epochs", "1", "--out", Model);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains($"salience explain builtin --model {Model}", run.Out, StringComparison.Ordinal);
        using var model = OnnxImporter.Load(Model);
        Assert.Equal((64, 64, 64), (model.Info.Preprocessing!.Height, model.Info.Preprocessing.Width, model.Info.Preprocessing.Resize));
    }

    private string Model => _folder.File("model.onnx");

    private CliRun Train(params string[] options) =>
        CliRun.Of(["train", "--data", "mnist", "--data-dir", TinyDigits.Write(_folder), "--network", "deeplift-mnist", "--out", Model, .. options]);
}
