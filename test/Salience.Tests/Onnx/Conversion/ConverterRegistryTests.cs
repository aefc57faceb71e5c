using Salience.Onnx.Conversion;
using Salience.Onnx.Opsets;

namespace Salience.Tests.Onnx.Conversion;

/// <summary>Each version of an operator has at most one converter, and only versions that exist have one.</summary>
public class ConverterRegistryTests
{
    [Fact]
    public void Every_registered_version_is_in_the_opset_history() =>
        Assert.All(ConverterRegistry.Default.Registered, r => Assert.Contains(r.Version, OpsetHistory.SinceVersions(r.Domain, r.Op)));

    [Fact]
    public void Resolution_is_by_exact_version()
    {
        var registry = new ConverterRegistry([typeof(ClipSix)]);
        Assert.NotNull(registry.Find(string.Empty, "Clip", 6));
        Assert.Null(registry.Find(string.Empty, "Clip", 11));
        Assert.Null(registry.Find("other", "Clip", 6));
    }

    [Fact]
    public void Two_converters_for_one_version_are_an_error()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new ConverterRegistry([typeof(ClipSix), typeof(ClipSixAgain)]));
        Assert.Contains("Clip-6, which another method converts already", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_never_existed_is_an_error()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new ConverterRegistry([typeof(ClipSeven)]));
        Assert.Contains("Clip-7, which never existed", e.Message, StringComparison.Ordinal);
    }

    private static class ClipSix
    {
        [OnnxOperator("Clip", 6)]
        internal static void Convert(ConversionContext c) => c.Node.GetFloat("min", 0);
    }

    private static class ClipSixAgain
    {
        [OnnxOperator("Clip", 6)]
        internal static void Convert(ConversionContext c) => c.Node.GetFloat("max", 0);
    }

    private static class ClipSeven
    {
        [OnnxOperator("Clip", 7)]
        internal static void Convert(ConversionContext c) => c.Node.GetFloat("max", 0);
    }
}
