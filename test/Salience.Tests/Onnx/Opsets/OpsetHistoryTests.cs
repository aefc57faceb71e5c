using Salience.Onnx.Opsets;

namespace Salience.Tests.Onnx.Opsets;

/// <summary>The since-version in force, for operators whose history is known.</summary>
public class OpsetHistoryTests
{
    [Theory]
    [InlineData("Add", new[] { 1, 6, 7, 13, 14 })]
    [InlineData("Clip", new[] { 1, 6, 11, 12, 13 })]
    [InlineData("Softmax", new[] { 1, 11, 13 })]
    [InlineData("ReduceMean", new[] { 1, 11, 13, 18 })]
    [InlineData("ReduceSum", new[] { 1, 11, 13 })]
    [InlineData("ReduceMax", new[] { 1, 11, 12, 13, 18, 20 })]
    [InlineData("Resize", new[] { 10, 11, 13, 18, 19 })]
    [InlineData("Pad", new[] { 1, 2, 11, 13, 18, 19, 21, 23, 24, 25 })]
    [InlineData("Reshape", new[] { 1, 5, 13, 14, 19, 21, 23, 24, 25 })]
    [InlineData("Cast", new[] { 1, 6, 9, 13, 19, 21, 23, 24, 25 })]
    [InlineData("BatchNormalization", new[] { 1, 6, 7, 9, 14, 15 })]
    [InlineData("Conv", new[] { 1, 11, 22 })]
    [InlineData("Gemm", new[] { 1, 6, 7, 9, 11, 13 })]
    [InlineData("MaxPool", new[] { 1, 8, 10, 11, 12, 22 })]
    [InlineData("AveragePool", new[] { 1, 7, 10, 11, 19, 22 })]
    [InlineData("Dropout", new[] { 1, 6, 7, 10, 12, 13, 22 })]
    [InlineData("Upsample", new[] { 1, 7, 9, 10 })]
    [InlineData("LayerNormalization", new[] { 17 })]
    [InlineData("GroupNormalization", new[] { 18, 21 })]
    [InlineData("Attention", new[] { 23, 24 })]
    [InlineData("Swish", new[] { 24 })]
    public void Since_versions_are_those_of_the_specification(string op, int[] versions) =>
        Assert.Equal(versions, OpsetHistory.SinceVersions(string.Empty, op));

    [Theory]
    [InlineData("Clip", 10, 6)]
    [InlineData("Clip", 11, 11)]
    [InlineData("Clip", 24, 13)]
    [InlineData("Reshape", 4, 1)]
    [InlineData("Reshape", 99, 25)]
    public void The_version_in_force_is_the_last_one_up_to_the_opset(string op, long opset, int version)
    {
        Assert.Equal(version, OpsetHistory.SinceVersion(string.Empty, op, opset));
        Assert.Equal(version, OpsetHistory.SinceVersion("ai.onnx", op, opset));
    }

    [Fact]
    public void An_operator_does_not_exist_before_its_first_version_nor_under_another_name()
    {
        Assert.Null(OpsetHistory.SinceVersion(string.Empty, "Gelu", 19));
        Assert.Null(OpsetHistory.SinceVersion(string.Empty, "NoSuchOperator", 19));
    }

    [Fact]
    public void The_table_is_in_order_and_names_each_operator_once_per_version()
    {
        Assert.Equal(Enumerable.Range(1, OpsetHistory.Last), OpsetTable.Standard.Select(r => r.Version));
        Assert.All(OpsetTable.Standard, row => Assert.Distinct(row.Operators.Split(' ')));
    }
}
