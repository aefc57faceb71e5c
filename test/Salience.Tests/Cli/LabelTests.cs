using Salience.Cli.Failures;
using Salience.Cli.Labels;
using Salience.Cli.Targets;
using Salience.Naming;

namespace Salience.Tests.Cli;

/// <summary>Class names and the targets written with them.</summary>
public sealed class LabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_line_is_a_name_commas_and_all()
    {
        var labels = Load("red, white\nblue\n", 2);

        Assert.Equal(("red, white", "blue", null), (labels[0], labels[1], labels[2]));
        Assert.Empty(labels.Find("white"));
    }

    [Fact]
    public void A_synset_line_is_found_by_name_synonym_and_id_in_any_case()
    {
        var labels = Load("n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus", 2);

        Assert.Equal("goldfish, Carassius auratus", labels[1]);
        Assert.All(["GOLDFISH", "carassius auratus", "n01443537", "goldfish, Carassius auratus"], name => Assert.Equal([1], labels.Find(name)));
    }

    [Fact]
    public void One_class_more_than_names_makes_class_0_the_background()
    {
        var labels = Load("a\nb", 3);

        Assert.Equal(("background", "a", "b"), (labels[0], labels[1], labels[2]));
        Assert.Equal([2], labels.Find("b"));
    }

    [Fact]
    public void Another_number_of_names_is_refused_unless_the_offset_is_given()
    {
        Assert.Throws<UsageException>(() => Load("a\nb", 5));
        Assert.Equal("a", LabelFile.Load(_folder.Write("labels.txt", "a\nb"u8), 3, 5)[3]);
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("Tench", "tench", 0)]
    [InlineData("tenhc", "tench", 2)]
    public void Edit_distance_counts_insertions_removals_and_replacements(string a, string b, int distance) =>
        Assert.Equal(distance, Suggestion.Distance(a, b));

    [Fact]
    public void Nothing_is_suggested_for_a_name_unlike_all() => Assert.Null(Suggestion.Nearest("xylophone", ["tench", "cock"]));

    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("2", "2")]
    [InlineData("polecat", "2")]
    [InlineData("black-footed ferret", "1")]
    [InlineData("2-0", "2-0")]
    [InlineData("polecat-black-footed ferret", "2-1")]
    [InlineData("black-footed ferret - 0", "1-0")]
    public void A_target_is_an_index_a_name_or_a_margin(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(TargetSyntax.Parse(text, 1, Animals(), 3)).Text);

    [Theory]
    [InlineData("3", "0 to 2")]
    [InlineData("99999999999999999999", "0 to 2")]
    [InlineData("1-1", "always 0")]
    [InlineData("polcat", "did you mean 'polecat' (2)?")]
    [InlineData("-1", "no class")]
    public void A_target_that_does_not_exist_is_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<UsageException>(() => TargetSyntax.Parse(text, 1, Animals(), 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_of_several_classes_asks_for_the_index() =>
        Assert.Contains("0 and 1", Assert.Throws<UsageException>(() => TargetSyntax.Parse("crane", 1, Load("crane\ncrane", 2), 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_best_classes_and_a_target_exclude_each_other() =>
        Assert.Throws<UsageException>(() => TargetSyntax.Parse("1", 2, Animals(), 3));

    private ClassLabels Animals() => Load("weasel\nblack-footed ferret\npolecat", 3);

    private ClassLabels Load(string text, long classes) =>
        LabelFile.Load(_folder.Write("labels.txt", System.Text.Encoding.UTF8.GetBytes(text)), null, classes);
}
