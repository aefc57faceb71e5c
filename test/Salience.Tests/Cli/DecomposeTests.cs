using System.Text.Json;
using Salience.Imaging;

namespace Salience.Tests.Cli;

/// <summary><c>salience decompose</c>.</summary>
[NoTensorLeaks]
public sealed class DecomposeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_terms_listed_are_all_and_add_up_to_the_sum()
    {
        var run = CliRun.Of("decompose", Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--precision", "double", "--json");

        Assert.Equal(0, run.Code);
        using var document = JsonDocument.Parse(run.Out);
        var record = Assert.Single(document.RootElement.EnumerateArray());
        var terms = record.GetProperty("terms").EnumerateArray().ToList();
        Assert.Equal(record.GetProperty("termCount").GetInt32(), terms.Count);
        var sum = record.GetProperty("inputTerm").GetDouble() + terms.Sum(t => t.GetProperty("value").GetDouble());
        Assert.Equal(record.GetProperty("output").GetDouble(), sum, 1e-10);
    }

    [Fact]
    public void The_table_names_nodes_and_what_they_add_up_to()
    {
        var run = CliRun.Of("decompose", Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--target", "3");

        Assert.Equal(0, run.Code);
        Assert.Contains("(input)", run.Out, StringComparison.Ordinal);
        Assert.Contains("residual", run.Out, StringComparison.Ordinal);
        Assert.Contains("cancellation", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_drawn_in_one_picture()
    {
        CliRun.Of("decompose", Samples.Picture, "--model", Samples.SmallModel, "--normalize", "imagenet", "--target", "3", "--layers", "--out", _folder.Path);

        var sheet = ImageFile.Read(_folder.File("both.layers.3.png"));
        // Picture, input and 19 convolutions: five rows of five tiles.
        Assert.True(sheet.Width > 5 * 224 && sheet.Height > 4 * 224, $"{sheet.Width}x{sheet.Height}");
    }
}
