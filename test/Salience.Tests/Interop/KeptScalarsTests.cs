using System.Diagnostics;
using Mono.Cecil;
using Salience.Interop;
using ScalarKeeper;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Interop;

public sealed class KeptScalarsTests
{
    // TorchSharp's own operators fail about once in 500 collections of this loop, or end the process.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("Salience")]
    [InlineData("Salience.Onnx")]
    [InlineData("Salience.Evaluation")]
    [InlineData("Salience.Cli")]
    [InlineData("Salience.Tests")]
    public void No_assembly_makes_a_scalar_that_nothing_keeps(string assembly)
    {
        using var torchSharp = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        var makers = new ScalarMakers(torchSharp);
        var calls = module.GetTypes().Where(t => t.FullName != Replacements.ClassName).SelectMany(t => t.Methods).SelectMany(m => ScalarMakers.Called(m).Where(makers.Contains).Select(c => $"{m.FullName}: {c.FullName}"));
        Assert.Empty(calls);
        Assert.True(makers.Count > 300);
    }

    [Fact]
    public void Garbage_collections_do_not_reach_scalars_that_libtorch_reads()
    {
        var done = false;
        var collector = new Thread(() =>
        {
            var pause = new Random(1);
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: false);
                Thread.SpinWait(pause.Next(20_000));
            }
        });
        collector.Start();
        try
        {
            using var ones = torch.ones(8);
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < Long;)
            {
                using var scope = NewDisposeScope();
                var result = 3 - (ones + ones) * 0.5 + (ones + 1).clamp(0, 4) / 2;
                Assert.Equal(3, result[0].item<float>());
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }
    }

    [Fact]
    public void Results_are_those_of_TorchSharp_for_every_kind_of_number()
    {
        using var scope = NewDisposeScope();
        Tensor[] all = [tensor(new[] { -2, 3 }), tensor(new[] { -2L, 3 }), tensor(new[] { -1.5f, 2 }), tensor(new[] { -1.5, 2 })];
        foreach (var x in all)
        {
            // The left sides call TorchSharp by overloads that take scalars.
            using Scalar one = 1, two = 2, twoLong = 2L, half = 0.5, halfSingle = 0.5f;
            Same(x.add(x, one), x + x);
            Same(x.add(two, one), x + 2);
            Same(x.add(two, one), 2 + x);
            Same(x.add(twoLong, one), x + 2L);
            Same(x.add(twoLong, one), 2L + x);
            Same(x.add(half, one), x + 0.5);
            Same(x.add(half, one), 0.5 + x);
            Same(x.sub(two), x - 2);
            Same(x.sub(twoLong), x - 2L);
            Same(x.sub(half), x - 0.5);
            Same(x.negative().add(two, one), 2 - x);
            Same(x.negative().add(twoLong, one), 2L - x);
            Same(x.negative().add(half, one), 0.5 - x);
            Same(x.mul(two), x * 2);
            Same(x.mul(two), 2 * x);
            Same(x.mul(twoLong), x * 2L);
            Same(x.mul(twoLong), 2L * x);
            Same(x.mul(half), x * 0.5);
            Same(x.mul(half), 0.5 * x);
            Same(x.mul(halfSingle), x * 0.5f);
            Same(x.div(two), x / 2);
            Same(x.div(twoLong), x / 2L);
            Same(x.div(half), x / 0.5);
            Same(x.reciprocal().mul(two), 2 / x);
            Same(x.reciprocal().mul(half), 0.5 / x);
            Same(x.pow(two), x.square());
            Same(x.add(x, one), x.clone().add_(x));
            Same(x.add(two, one), x.clone().add_(2));
        }

        Same(torch.arange(0, 5, 1), torch.arange(5));
        Same(torch.arange(2, 5, 1, ScalarType.Float32), torch.arange(2, 5, ScalarType.Float32));
        var z = linspace(-30, 30, 61, ScalarType.Float64);
        Same(where(z > 20, z, z.exp().log1p()), nn.functional.softplus(z, 1, 20));
        Same(z * where(z > 20, z, z.exp().log1p()).tanh(), nn.functional.mish(z));
    }

    [Fact]
    public void A_ring_holds_more_scalars_than_any_call_has()
    {
        var held = Enumerable.Range(0, 8).Select(i => new WeakReference(ScalarRing.Keep(i))).ToList();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.All(held, scalar => Assert.True(scalar.IsAlive));
    }

    private static void Same(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.dtype, found.dtype);
        Assert.True(expected.allclose(found, 1e-12, 1e-14), $"{expected.cstr()} and {found.cstr()}");
    }
}
