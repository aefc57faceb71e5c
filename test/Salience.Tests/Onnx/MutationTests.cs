using System.IO.Compression;
using Salience.Onnx;
using Salience.Onnx.Format;
using Salience.Tests.Conformance;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Onnx;

/// <summary>Damaged models either load or are refused with the importer's own exceptions, within memory that the file pays for.</summary>
[NoTensorLeaks]
public class MutationTests
{
    private const int MutantsOfEach = 5;

    /// <summary>What reading may allocate on the managed heap per byte of the file: messages of a few bytes become objects of a hundred.</summary>
    private const long BytesPerByte = 256;

    /// <summary>What every import may allocate: tables, converters, messages.</summary>
    private const long BytesAlways = 32L << 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Mutants_of_the_conformance_models_load_or_are_refused(int seed)
    {
        ConformanceSuite.Require(ConformanceSuite.Cases.Keys.FirstOrDefault(string.Empty));
        var random = new Random(seed);
        var tried = 0;
        using var folder = new TemporaryFolder();
        foreach (var archive in ConformanceSuite.Cases.Values.GroupBy(c => c.Archive))
        {
            using var zip = ZipFile.OpenRead(archive.Key);
            foreach (var test in archive)
            {
                using var memory = new MemoryStream();
                using (var stream = zip.GetEntry($"{test.Name}/model.onnx")!.Open())
                    stream.CopyTo(memory);
                for (var i = 0; i < MutantsOfEach; i++, tried++)
                    Import(Mutate(memory.ToArray(), random), folder, $"seed {seed}, {test.Name}, mutant {i}");
            }
        }

        Assert.True(tried >= 2000 || ConformanceSuite.Cases.Count < 400, $"Only {tried} mutants were tried.");
    }

    [Theory]
    [InlineData("golden/tiny_smooth/model.onnx")]
    [InlineData("golden/tiny_resnet/model.onnx")]
    [InlineData("golden/architectures/mobilenet_v3/model.onnx")]
    [InlineData("golden/architectures/swin/model_folded.onnx")]
    [InlineData("models/mnist_cntk_opset8.onnx")]
    public void Mutants_of_whole_networks_load_or_are_refused(string model)
    {
        var original = File.ReadAllBytes(TestData.Require(model));
        var random = new Random(11);
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
            Import(Mutate(original, random), folder, $"{model}, mutant {i}");
    }

    private static void Import(byte[] mutant, TemporaryFolder folder, string what)
    {
        var path = folder.Write("mutant.onnx", mutant);
        var allowed = BytesAlways + (BytesPerByte * mutant.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Record.Exception(() =>
        {
            using var model = OnnxImporter.Load(path);
            var tensors = model.Network.Parameters.Values.Sum(p => p.numel() * p.element_size());
            Assert.True(tensors <= AllocationBudget.Base + (AllocationBudget.Reuse * mutant.Length), $"{what}: {tensors} bytes of tensors.");
        });
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            failure is null or OnnxFormatException or UnsupportedOperatorException,
            $"{what}: {failure}");
        Assert.True(failure is null || !failure.Message.Contains('\n', StringComparison.Ordinal), $"{what}: a message of several lines: {failure?.Message}");
        Assert.True(allocated <= allowed, $"{what}: {allocated} bytes allocated for a file of {mutant.Length}.");
    }

    /// <summary>One to four random changes: bits, bytes, runs copied, taken out or put in, lengths made enormous, the end cut off.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 8; changes--)
        {
            var at = Place(bytes.Count, random);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 12)).Select(_ => (byte)random.Next(256)).ToArray()); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at))); break;
                case 5: bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(1, 16)]); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Anywhere, or near either end, where the structure stands and not the weights.</summary>
    private static int Place(int length, Random random) => random.Next(3) switch
    {
        0 => random.Next(length),
        1 => random.Next(Math.Min(length, 2000)),
        _ => length - 1 - random.Next(Math.Min(length, 2000)),
    };
}
