using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Onnx.Graph;

namespace Salience.Tests.Onnx.Format;

/// <summary>Files that are not ONNX models are refused with one line that names the file, the fault and the fix.</summary>
public class OnnxModelReaderTests
{
    [Fact]
    public void A_model_is_read_with_its_length_and_hash()
    {
        using var folder = new TemporaryFolder();
        var path = new TestModel().Input("x", 1).Node("Relu", "x", "y").Output("y", 1).Save(folder);
        var file = OnnxModelReader.Read(path);
        Assert.Equal("Relu", Assert.Single(file.Model.Graph.Node).OpType);
        Assert.Equal(new FileInfo(path).Length, file.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), file.Sha256);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var e = Assert.Throws<FileNotFoundException>(() => OnnxModelReader.Read("no/such/model.onnx"));
        Assert.Equal("no/such/model.onnx: no such file. Check the path of the model.", e.Message);
    }

    [Fact]
    public void A_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<OnnxFormatException>(() => OnnxModelReader.Read(folder.Path));
        Assert.Equal($"{folder.Path}: is a folder. Name the .onnx file in it.", e.Message);
    }

    [Fact]
    public void An_empty_file_is_refused() => Refused([], "is empty (0 bytes)");

    [Fact]
    public void A_Git_LFS_pointer_is_recognised() =>
        Refused(Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"), "git lfs pull");

    [Fact]
    public void A_zip_archive_is_recognised()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("archive/data.pkl");
        Refused(memory.ToArray(), "zip archive");
    }

    [Fact]
    public void An_HDF5_file_is_recognised() => Refused([0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, 0, 0], "HDF5");

    [Fact]
    public void A_gzip_file_is_recognised() => Refused([0x1F, 0x8B, 8, 0, 0, 0], "gzip");

    [Fact]
    public void A_pickle_is_recognised() => Refused([0x80, 0x02, 0x8A, 0x0A], "pickle");

    [Theory]
    [InlineData("{\"model\": [1, 2, 3]}\n")]
    [InlineData("<!DOCTYPE html>\n<html><body>404</body></html>")]
    public void A_text_file_is_recognised(string text) => Refused(Encoding.ASCII.GetBytes(text), "text file");

    [Fact]
    public void A_message_without_graph_is_refused() => Refused(new ModelProto { IrVersion = 8 }.ToByteArray(), "holds no graph");

    [Fact]
    public void A_graph_without_nodes_and_outputs_is_refused() => Refused(new TestModel().Proto.ToByteArray(), "empty graph");

    [Fact]
    public void Every_truncation_of_a_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = new TestModel().Input("x", 1, 3).Weights("w", [3], 1, 2, 3).Node("Mul", "x w", "y").Output("y", 1, 3).Proto.ToByteArray();
        for (var length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.File("cut.onnx"), whole[..length]);
            // Cut between two fields a message stays well-formed, so it is the graph that must be found incomplete.
            var e = Assert.Throws<OnnxFormatException>(() => OnnxGraph.Load(OnnxModelReader.Read(folder.File("cut.onnx"))));
            AssertOneLine(e.Message, folder.File("cut.onnx"));
        }
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            Refused(bytes, string.Empty);
        }
    }

    [Fact]
    public void A_length_beyond_the_end_of_the_file_is_refused_before_it_is_allocated()
    {
        // Field 7 (graph), a length of 2^31 - 9 bytes, then nothing.
        byte[] bytes = [0x3A, 0xF7, 0xFF, 0xFF, 0xFF, 0x07, 0x01];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes, "truncated or damaged");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Raw_data_said_to_be_longer_than_the_file_is_refused_before_it_is_allocated()
    {
        // graph { initializer { raw_data: 2^30 bytes announced, none there } }
        byte[] bytes = [0x3A, 0x86, 0x80, 0x80, 0x80, 0x06, 0x2A, 0x86, 0x80, 0x80, 0x80, 0x05, 0x4A, 0x80, 0x80, 0x80, 0x80, 0x04];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes, "truncated or damaged");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Subgraphs_nested_without_end_are_refused()
    {
        var inner = new GraphProto();
        for (var i = 0; i < 200; i++)
        {
            var outer = new GraphProto();
            outer.Node.Add(TestModel.NewNode("If", "c", "y", TestModel.Subgraph("then_branch", inner)));
            inner = outer;
        }

        Refused(new ModelProto { IrVersion = 8, Graph = inner }.ToByteArray(), "cannot be read as an ONNX model");
    }

    private static void Refused(byte[] content, string fragment)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.onnx");
        File.WriteAllBytes(path, content);
        var e = Assert.Throws<OnnxFormatException>(() => OnnxModelReader.Read(path));
        Assert.Contains(fragment, e.Message, StringComparison.Ordinal);
        AssertOneLine(e.Message, path);
    }

    private static void AssertOneLine(string message, string path)
    {
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
