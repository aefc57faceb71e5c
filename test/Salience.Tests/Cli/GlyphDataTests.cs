using Salience.Evaluation.Glyphs;
using Salience.Imaging;

namespace Salience.Tests.Cli;

/// <summary><c>salience data glyphs</c>.</summary>
public sealed class GlyphDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_masks_and_labels_are_those_of_the_generator()
    {
        var run = CliRun.Of("data", "glyphs", "--to", _folder.Path, "--count", "12", "--seed", "3", "--variant", "two-digits", "--split", "test");

        Assert.Equal((0, string.Empty), (run.Code, run.Error));
        var lines = File.ReadAllLines(_folder.File("labels.csv"));
        Assert.Equal(13, lines.Length);
        for (var index = 0; index < 12; index++)
        {
            var scene = GlyphGenerator.Generate(new GlyphSettings(3, GlyphVariant.TwoDigits, Salience.Evaluation.Datasets.Split.Test), index);
            var name = $"{index:d6}";
            Assert.Equal(scene.Picture.Pixels, ImageFile.Read(_folder.File($"images/{name}.png")).Pixels);
            Assert.Equal(scene.Digits[0].Mask.Values.ToArray(), White($"{name}-digit"));
            Assert.Equal(scene.Digits[1].Mask.Values.ToArray(), White($"{name}-second"));
            Assert.Equal(scene.Distractors.Values.ToArray(), White($"{name}-distractors"));
            var box = scene.Digits[1].Box;
            Assert.StartsWith($"images/{name}.png,{scene.Label},", lines[index + 1], StringComparison.Ordinal);
            Assert.EndsWith($",{scene.Digits[1].Class},{box.Left},{box.Top},{box.Width},{box.Height},0", lines[index + 1], StringComparison.Ordinal);
            Assert.Equal(lines[0].Count(c => c == ','), lines[index + 1].Count(c => c == ','));
        }
    }

    [Fact]
    public void The_contact_sheet_shows_the_scenes()
    {
        CliRun.Of("data", "glyphs", "--to", _folder.Path, "--count", "3", "--seed", "5");

        var sheet = ImageFile.Read(_folder.File("contact-sheet.png"));
        var scene = GlyphGenerator.Generate(new GlyphSettings(5), 0).Picture;
        Assert.True(sheet.Width > 3 * 128);
        Assert.Contains(Enumerable.Range(0, 40).SelectMany(y => Enumerable.Range(0, 40).Select(x => (x, y))), at =>
            Enumerable.Range(0, 64).All(i => sheet[at.x + 2 * i, at.y + 2 * i] == scene[i, i]));
    }

    [Fact]
    public void Unknown_names_are_refused_with_those_that_exist()
    {
        CliRun.Of("data", "glyphs", "--to", _folder.Path, "--variant", "three").AssertFailsWith(2, "--variant three", "standard, two-digits, watermark");
        CliRun.Of("data", "glyphs", "--to", _folder.Path, "--split", "held-out").AssertFailsWith(2, "--split held-out", "train, test");
        CliRun.Of("data", "glyphs", "--to", _folder.Path, "--count", "0").AssertFailsWith(2, "--count 0");
        CliRun.Of("data", "glyphs").AssertFailsWith(2, "--to");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var file = _folder.Write("taken", "x"u8);
        var run = CliRun.Of("data", "glyphs", "--to", file);
        Assert.NotEqual(0, run.Code);
        Assert.Contains("--to", run.Error, StringComparison.Ordinal);
    }

    private bool[] White(string mask) => [.. Values(ImageFile.Read(_folder.File($"masks/{mask}.png")).Pixels.ToArray())];

    private static IEnumerable<bool> Values(byte[] pixels) => pixels.Where((_, i) => i % 3 == 0).Select(v => v == 255);
}
