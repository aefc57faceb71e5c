using Salience.Arrays;
using Salience.Tests.Files;
using static TorchSharp.torch;

namespace Salience.Tests.Arrays;

[NoTensorLeaks]
public class NpyFileErrorTests
{
    public static TheoryData<byte[], string> Damaged => new()
    {
        { [], "ends inside the npy header" },
        { [0x93, .. "NUMPY"u8], "ends inside the npy header" },
        { [.. "PK\x03\x04 a zip archive"u8], "is not an npy array" },
        { NpyBytes.Make("|u1", "(2,)", [1, 2], version: 9), "npy version 9.0 is unknown" },
        { NpyBytes.Make("|u1", "(2,)", [1]), "the shape (2) needs 2 bytes of elements but 1 follow" },
        { NpyBytes.Make("|u1", "(2,)", [1, 2, 3]), "1 bytes follow the array (2)" },
        { NpyBytes.Make("<f4", "(1000000000000, 3)", []), "needs 12000000000000 bytes of elements but 0 follow" },
        { NpyBytes.Make("<f4", "(4294967296, 4294967296)", []), "more elements than fit in memory" },
        { NpyBytes.Make("<f4", "(9999999999999999999999,)", []), "expected a size" },
        { NpyBytes.Make("<f4", "(-1,)", []), "expected a size" },
        { NpyBytes.Make("<f4", "(2,", []), "expected a size" },
        { NpyBytes.Make("<U5", "(2,)", new byte[40]), "element type '<U5' is not supported" },
        { NpyBytes.Make("|O", "(2,)", new byte[40]), "element type '|O' is not supported" },
        { NpyBytes.Make("|f4", "(2,)", new byte[8]), "element type '|f4' is not supported" },
        { NpyBytes.Make("{'descr': '<f4', 'shape': (2,)}", new byte[8]), "lacks descr" },
        { NpyBytes.Make("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,)}", new byte[8]), "expected a string" },
        { NpyBytes.Make("{'descr': '<f4', 'descr': '<f4'}", []), "key 'descr' occurs twice" },
        { NpyBytes.Make("{'descr': '<f4", []), "is not closed" },
        { NpyBytes.Make("{} {}", []), "text follows the dictionary" },
        { [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255], "the header claims 4294967295 bytes" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_file_is_refused_with_its_name_and_the_reason(byte[] bytes, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.npy", bytes);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => NpyFile.Read(path));
        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is a folder", Assert.Throws<InvalidDataException>(() => NpyFile.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutants_load_within_their_own_size_or_are_refused()
    {
        byte[] original = NpyBytes.Make("<f4", "(3, 4)", new byte[48]);
        int refused = 0;
        foreach (byte[] mutant in Mutations.Of(original, 800, seed: 11))
        {
            try
            {
                using Tensor tensor = NpyFileTests.Read(mutant);
                Assert.True(tensor.NumberOfElements * tensor.ElementSize <= mutant.Length);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 100, 799);
    }
}
