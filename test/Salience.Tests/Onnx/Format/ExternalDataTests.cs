using System.Globalization;
using System.Runtime.InteropServices;
using Salience.Onnx;
using Salience.Onnx.Format;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx.Format;

/// <summary>Weights in another file are read from the model's folder and from nowhere else.</summary>
[NoTensorLeaks]
public class ExternalDataTests
{
    private static readonly float[] Stored = [1, 2, 3, 4];

    [Theory]
    [InlineData(null, null, new float[] { 1, 2 })]
    [InlineData("8", "8", new float[] { 3, 4 })]
    [InlineData("4", null, new float[] { 2, 3 })]
    public void Bytes_are_read_at_their_offset(string? offset, string? length, float[] expected)
    {
        using var folder = FolderWithData("weights.bin");
        using var tensor = Read(folder.Path, "weights.bin", offset, length);
        Assert.Equal(expected, tensor.data<float>().ToArray());
    }

    [Fact]
    public void Data_may_lie_in_a_folder_below_the_model()
    {
        using var folder = FolderWithData("data/weights.bin");
        Read(folder.Path, "data/weights.bin").Dispose();
    }

    [Fact]
    public void Missing_data_is_refused()
    {
        using var folder = new TemporaryFolder();
        Refused(folder.Path, "gone.bin", "'gone.bin', which is missing. Put that file beside the model.");
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("data/../../weights.bin")]
    [InlineData("..")]
    [InlineData(".")]
    public void A_path_out_of_the_folder_is_refused(string location)
    {
        using var folder = FolderWithData("weights.bin");
        Directory.CreateDirectory(folder.File("model"));
        Refused(folder.File("model"), location, "outside the model's folder");
    }

    [Fact]
    public void An_absolute_path_is_refused()
    {
        using var folder = FolderWithData("weights.bin");
        Refused(folder.Path, folder.File("weights.bin"), "not a path relative to the model");
    }

    [Fact]
    public void A_link_out_of_the_folder_is_refused_and_one_within_it_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using var folder = FolderWithData("weights.bin");
        var inside = Directory.CreateDirectory(folder.File("model")).FullName;
        File.CreateSymbolicLink(Path.Combine(inside, "file-link.bin"), folder.File("weights.bin"));
        Directory.CreateSymbolicLink(Path.Combine(inside, "folder-link"), folder.Path);
        Refused(inside, "file-link.bin", "outside the model's folder");
        Refused(inside, "folder-link/weights.bin", "outside the model's folder");
        File.Copy(folder.File("weights.bin"), Path.Combine(inside, "own.bin"));
        File.CreateSymbolicLink(Path.Combine(inside, "own-link.bin"), "own.bin");
        Read(inside, "own-link.bin").Dispose();
        // The folder itself may be reached through a link.
        Directory.CreateSymbolicLink(folder.File("model-link"), inside);
        Read(folder.File("model-link"), "own.bin").Dispose();
    }

    [Fact]
    public void A_range_beyond_the_end_of_the_data_is_refused()
    {
        using var folder = FolderWithData("weights.bin");
        Refused(folder.Path, "weights.bin", "which has only 16", "12", "8");
        Refused(folder.Path, "weights.bin", "takes 8 bytes", "9223372036854775807");
    }

    [Fact]
    public void A_length_that_disagrees_with_the_shape_is_refused()
    {
        using var folder = FolderWithData("weights.bin");
        Refused(folder.Path, "weights.bin", "takes 8 bytes, but 12 are stored", "0", "12");
    }

    [Theory]
    [InlineData("-8")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public void An_offset_that_is_no_number_is_refused(string offset)
    {
        using var folder = FolderWithData("weights.bin");
        Refused(folder.Path, "weights.bin", $"offset '{offset}'", offset);
    }

    [Fact]
    public void Data_without_location_is_refused()
    {
        using var folder = new TemporaryFolder();
        Refused(folder.Path, string.Empty, "not named");
    }

    [Fact]
    public void A_huge_tensor_on_a_small_file_is_refused_before_it_is_allocated()
    {
        using var folder = FolderWithData("weights.bin");
        var proto = Proto("weights.bin", null, (1L << 30).ToString(CultureInfo.InvariantCulture));
        proto.Dims[0] = 1 << 28;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<OnnxFormatException>(() => Reader(folder.Path).Read(proto, "w"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    private static TemporaryFolder FolderWithData(string name)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllBytes(folder.File(name), MemoryMarshal.AsBytes(Stored.AsSpan()));
        return folder;
    }

    private static TensorProto Proto(string location, string? offset, string? length)
    {
        var proto = new TensorProto { DataType = 1, Dims = { 2 }, DataLocation = TensorProto.Types.DataLocation.External };
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length) })
        {
            if (value is not null)
                proto.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return proto;
    }

    private static OnnxTensorReader Reader(string folder) => new("m.onnx", folder, new AllocationBudget(0));

    private static Tensor Read(string folder, string location, string? offset = null, string? length = null) =>
        Reader(folder).Read(Proto(location, offset, length), "w");

    private static void Refused(string folder, string location, string fragment, string? offset = null, string? length = null)
    {
        var e = Assert.Throws<OnnxFormatException>(() => Read(folder, location, offset, length));
        Assert.StartsWith("m.onnx: tensor 'w' ", e.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, e.Message, StringComparison.Ordinal);
    }
}
