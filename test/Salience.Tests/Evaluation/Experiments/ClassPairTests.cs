using Salience.Evaluation.Experiments;

namespace Salience.Tests.Evaluation.Experiments;

/// <summary>Two chosen classes as text.</summary>
public sealed class ClassPairTests
{
    private static readonly string[] Names = ["bull mastiff", "tabby, tabby cat", "crane", "crane"];

    [Theory]
    [InlineData("0,3", 0, 3)]
    [InlineData(" 4 | 1 ", 4, 1)]
    [InlineData("Bull Mastiff|tabby cat", 1, 2)]
    [InlineData("tabby, tabby cat|bull mastiff", 2, 1)]
    [InlineData("tabby,0", 2, 0)]
    public void Numbers_are_outputs_and_names_are_classes_of_the_data(string text, int first, int second) =>
        Assert.Equal(new ClassPair(first, second), ClassPair.Parse(text, Names, offset: 1, outputs: 5));

    [Theory]
    [InlineData("3", "two classes")]
    [InlineData("1,2,3", "two classes")]
    [InlineData("1,", "two classes")]
    [InlineData("2,2", "output 2 twice")]
    [InlineData("tabby,2", "output 2 twice")]
    [InlineData("5,1", "no output 5; the network has outputs 0 to 4")]
    [InlineData("-1,1", "no output -1")]
    [InlineData("taby,1", "did you mean 'tabby'")]
    [InlineData("crane,1", "the outputs 3, 4")]
    public void What_is_not_possible_is_told_with_what_is(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ClassPair.Parse(text, Names, offset: 1, outputs: 5)).Message, StringComparison.Ordinal);
}
