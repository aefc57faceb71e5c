using Salience.Evaluation.Maps;

namespace Salience.Tests.Evaluation.Maps;

public sealed class MethodAlternativesTests
{
    [Fact]
    public void Every_combination_is_a_method() => Assert.Equal(
        [
            "fullgrad:sign=signed,rescale=none,layers=all", "fullgrad:sign=signed,rescale=per-image,layers=all",
            "fullgrad:sign=absolute,rescale=none,layers=all", "fullgrad:sign=absolute,rescale=per-image,layers=all",
        ],
        MethodAlternatives.Expand("fullgrad:sign=signed|absolute, rescale=none | per-image,layers=all"));

    [Theory]
    [InlineData("fullgrad")]
    [InlineData("integrated-gradients:steps=64,rule=midpoint")]
    [InlineData("no|name")]
    public void A_text_without_alternatives_is_one_method(string text) => Assert.Equal([text], MethodAlternatives.Expand(text));

    [Theory]
    [InlineData("fullgrad:sign=signed|")]
    [InlineData("fullgrad:signed|absolute")]
    public void Empty_alternatives_are_told(string text) =>
        Assert.Contains("write key=value|value", Assert.Throws<ArgumentException>(() => MethodAlternatives.Expand(text)).Message, StringComparison.Ordinal);
}
