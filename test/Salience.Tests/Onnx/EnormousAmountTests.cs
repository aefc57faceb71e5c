using System.Diagnostics;
using Google.Protobuf;
using Salience.Onnx;
using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx;

/// <summary>A file of a few hundred bytes that asks for more memory than any machine has is refused, at import or when it runs, and soon.</summary>
[NoTensorLeaks]
public class EnormousAmountTests
{
    /// <summary>More bytes than an address space of 47 bits holds, as elements of four bytes.</summary>
    private const long Enormous = 1L << 50;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>Each writes y, a value of enormous size, from x <c>(1, 3, 4, 4)</c> and constants.</summary>
    private static readonly Dictionary<string, Action<TestModel>> Models = new()
    {
        ["ConstantOfShape"] = m => Whole(m, "shape", Enormous).Node("ConstantOfShape", "shape", "y"),
        ["ConstantOfShape of negative size"] = m => Whole(m, "shape", -5).Node("ConstantOfShape", "shape", "y"),
        ["ConstantOfShape whose size overflows"] = m => Whole(m, "shape", 1L << 40, 1L << 40).Node("ConstantOfShape", "shape", "y"),
        ["Expand"] = m => Whole(m, "shape", Enormous, 1, 3, 4, 4).Node("Expand", "x shape", "wide").Node("Exp", "wide", "y"),
        ["Expand of a constant"] = m => Whole(m, "shape", Enormous).Weights("w", [1], 1).Node("Expand", "w shape", "wide").Node("Exp", "wide", "y"),
        ["Tile"] = m => Whole(m, "repeats", 1, 1, 1L << 25, 1L << 25).Node("Tile", "x repeats", "y"),
        ["Tile of a constant"] = m => Whole(m, "repeats", Enormous).Weights("w", [1], 1).Node("Tile", "w repeats", "y"),
        ["Range"] = m => Scalar(Scalar(Scalar(m, "from", 0), "to", Enormous), "by", 1).Node("Range", "from to by", "y"),
        ["Range without end"] = m => Scalar(Scalar(Scalar(m, "from", 0), "to", 5), "by", 0).Node("Range", "from to by", "y"),
        ["Range over all numbers"] = m => Scalar(Scalar(Scalar(m, "from", long.MinValue), "to", long.MaxValue), "by", 1).Node("Range", "from to by", "y"),
        ["Pad"] = m => Whole(m, "pads", 0, 0, 0, 0, 0, 0, 1L << 25, 1L << 25).Node("Pad", "x pads", "y"),
        ["Pad whose size overflows"] = m => Whole(m, "pads", 0, 0, 0, 0, 0, 0, long.MaxValue, long.MaxValue).Node("Pad", "x pads", "y"),
        ["Pad of a constant"] = m => Whole(m, "pads", 0, Enormous).Weights("w", [1], 1).Node("Pad", "w pads", "y"),
        ["Resize by sizes"] = m => Whole(m, "sizes", 1, 3, 1L << 25, 1L << 25).Node("Resize", "x _ _ sizes", "y"),
        ["Resize by scales"] = m => m.Weights("scales", [4], 1, 1, 1e8f, 1e8f).Node("Resize", "x _ scales", "y"),
        ["Resize by linear scales"] = m => m.Weights("scales", [4], 1, 1, 1e15f, 1).Node("Resize", "x _ scales", "y", Text("mode", "linear")),
        ["OneHot"] = m => Scalar(Whole(m, "indices", 0, 1), "depth", Enormous).Weights("values", [2], 0, 1).Node("OneHot", "indices depth values", "y"),
        ["Conv with padding"] = m => m.Weights("w", [1, 3, 1, 1], 1, 1, 1).Node("Conv", "x w", "y", TestModel.Ints("pads", 1L << 25, 1L << 25, 1L << 25, 1L << 25)),
        ["ConvTranspose with stride"] = m => m.Weights("w", [3, 1, 1, 1], 1, 1, 1).Node("ConvTranspose", "x w", "y", TestModel.Ints("strides", 1L << 25, 1L << 25)),
        ["DepthToSpace"] = m => m.Node("DepthToSpace", "x", "y", TestModel.Int("blocksize", 1L << 31)),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_amount_that_no_memory_holds_is_refused_in_one_line(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var file = new TestModel().Input("x", 1, 3, 4, 4).Output("out");
        Models[name](file);
        // Both depend on x, so that nothing can be left out.
        var path = file.Node("ReduceSum", "y", "total").Node("ReduceSum", "x", "sum").Node("Mul", "sum total", "out").Save(folder);
        var clock = Stopwatch.StartNew();
        var error = Record.Exception(() =>
        {
            using var model = OnnxImporter.Load(path);
            model.Network.Run(ones(1, 3, 4, 4)).Dispose();
        });

        Assert.True(error is OnnxFormatException or UnsupportedOperatorException or InvalidOperationException or ArgumentException, $"{name}: {error}");
        Assert.DoesNotContain('\n', error!.Message);
        Assert.True(clock.Elapsed < Soon, $"{name}: {clock.Elapsed}");
    }

    private static TestModel Whole(TestModel model, string name, params long[] values) => Add(model, name, [values.Length], values);

    private static TestModel Scalar(TestModel model, string name, long value) => Add(model, name, [], [value]);

    private static TestModel Add(TestModel model, string name, long[] shape, long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(shape);
        tensor.Int64Data.Add(values);
        model.Graph.Initializer.Add(tensor);
        return model;
    }

    private static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };
}
