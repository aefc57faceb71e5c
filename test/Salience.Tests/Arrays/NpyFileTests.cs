using Salience.Arrays;
using Salience.Tests.Files;
using static TorchSharp.torch;

namespace Salience.Tests.Arrays;

[NoTensorLeaks]
public class NpyFileTests
{
    // Elements 1 and −2 (or 200, or true and false) of each type, as NumPy stores them.
    public static TheoryData<string, string, double[]> Types => new()
    {
        { "<f2", "003C00C0", [1, -2] },
        { ">f2", "3C00C000", [1, -2] },
        { "<f4", "0000803F000000C0", [1, -2] },
        { ">f4", "3F800000C0000000", [1, -2] },
        { "<f8", "000000000000F03F00000000000000C0", [1, -2] },
        { ">f8", "3FF0000000000000C000000000000000", [1, -2] },
        { "|i1", "01FE", [1, -2] },
        { "<i2", "0100FEFF", [1, -2] },
        { ">i2", "0001FFFE", [1, -2] },
        { "<i4", "01000000FEFFFFFF", [1, -2] },
        { ">i4", "00000001FFFFFFFE", [1, -2] },
        { "<i8", "0100000000000000FEFFFFFFFFFFFFFF", [1, -2] },
        { ">i8", "0000000000000001FFFFFFFFFFFFFFFE", [1, -2] },
        { "|u1", "01C8", [1, 200] },
        { "|b1", "0200", [1, 0] },
    };

    [Theory, MemberData(nameof(Types))]
    public void Every_element_type_and_byte_order_is_read(string descr, string hex, double[] expected)
    {
        using Tensor tensor = Read(NpyBytes.Make(descr, "(2,)", Convert.FromHexString(hex)));
        Assert.Equal([2], tensor.shape);
        using Tensor doubles = tensor.to(ScalarType.Float64);
        Assert.Equal(expected, doubles.data<double>().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_is_read(int version)
    {
        using Tensor tensor = Read(NpyBytes.Make("|u1", "(1, 2)", [7, 9], version: version));
        Assert.Equal([1, 2], tensor.shape);
        Assert.Equal([7, 9], tensor.data<byte>().ToArray());
    }

    [Fact]
    public void Fortran_order_runs_down_the_columns()
    {
        using Tensor tensor = Read(NpyBytes.Make("|u1", "(2, 3)", [1, 4, 2, 5, 3, 6], fortran: true));
        Assert.Equal([2, 3], tensor.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.data<byte>().ToArray());
    }

    [Theory]
    [InlineData("()", 1)]
    [InlineData("(3,)", 3)]
    [InlineData("(3L, 2L)", 6)]
    [InlineData("(0, 4)", 0)]
    public void Every_rank_is_read(string shape, int count)
    {
        using Tensor tensor = Read(NpyBytes.Make("|u1", shape, new byte[count]));
        Assert.Equal(count, tensor.NumberOfElements);
        Assert.Equal(shape.Count(char.IsAsciiDigit), tensor.dim());
    }

    [Fact]
    public void The_written_bytes_are_those_of_numpy_save()
    {
        using var folder = new TemporaryFolder();
        using Tensor tensor = Float32([1f, -2f], 2);
        NpyFile.Write(folder.File("a.npy"), tensor);
        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117);
        Assert.Equal(NpyBytes.Make(header, Convert.FromHexString("0000803F000000C0")), File.ReadAllBytes(folder.File("a.npy")));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int64)]
    public void What_is_written_is_read_back(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Tensor values = arange(24).to(type).reshape(2, 3, 4).transpose(0, 2);
        foreach (Tensor tensor in new[] { values, values[1, 2, 1], values.narrow(0, 0, 0) })
        {
            NpyFile.Write(folder.File("a.npy"), tensor);
            Tensor back = NpyFile.Read(folder.File("a.npy"));
            Assert.Equal(tensor.shape, back.shape);
            Assert.Equal(type, back.dtype);
            Assert.True(tensor.eq(back).all().item<bool>());
        }
    }

    [Fact]
    public void An_element_type_that_is_not_written_is_refused_before_a_file_appears()
    {
        using var folder = new TemporaryFolder();
        using Tensor flags = ones(2, dtype: ScalarType.Bool);
        ArgumentException error = Assert.Throws<ArgumentException>(() => NpyFile.Write(folder.File("a.npy"), flags));
        Assert.Contains("Bool", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    internal static Tensor Read(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        return NpyFile.Read(folder.Write("a.npy", bytes));
    }

    private static Tensor Float32(float[] values, params long[] shape) => TensorBytes.Create<float>(values, ScalarType.Float32, shape);
}
