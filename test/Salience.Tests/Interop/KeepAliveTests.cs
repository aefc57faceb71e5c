using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using KeepAlive;
using Mono.Cecil;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Interop;

public sealed class KeepAliveTests
{
    // Without the build's changes these loops fail in well under a second, or end the process.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Assemblies => ["Salience", "Salience.Onnx", "Salience.Evaluation", "Salience.Cli", "Salience.Tests"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_assembly_hands_to_TorchSharp_what_nothing_keeps(string assembly)
    {
        using var torchSharp = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        var users = new ScalarUsers(torchSharp);
        var calls = from type in module.GetTypes()
                    where type.FullName != Wrappers.ClassName
                    from method in type.Methods.Where(m => m.HasBody)
                    from instruction in method.Body.Instructions
                    where instruction.Operand is MethodReference called && users.Contains(called) || Wrappers.Concern(instruction)
                    select $"{method.FullName}: {instruction}";
        Assert.Empty(calls);
        Assert.True(users.Count > 300);
        Assert.NotEmpty(module.GetType(Wrappers.ClassName).Methods);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_form_that_keeps_its_arguments_can_be_compiled(string assembly)
    {
        foreach (var form in Assembly.Load(assembly).GetType(Wrappers.ClassName, throwOnError: true)!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            RuntimeHelpers.PrepareMethod(form.MethodHandle);
    }

    [Fact]
    public void Garbage_collections_do_not_reach_scalars_that_libtorch_reads()
    {
        using var ones = torch.ones(8);
        BesideCollections(() =>
        {
            using var scope = NewDisposeScope();
            var result = 3 - (ones + ones) * 0.5 + (ones + 1).clamp(0, 4) / 2;
            Assert.Equal(3, result[0].ToDouble());
        });
    }

    [Fact]
    public void Garbage_collections_do_not_reach_tensors_that_no_scope_holds()
    {
        using var half = full([256, 256], 0.5, ScalarType.Float64);
        BesideCollections(() =>
        {
            using var result = half.abs().erfinv();
            using var mean = result.mean();
            Assert.Equal(0.4769362762, mean.item<double>(), 1e-9);
        });
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

        foreach (var x in all.Select(x => x[1]))
        {
            var value = x.to_type(ScalarType.Float64).item<double>();
            Assert.Equal(value, x.ToDouble());
            Assert.Equal(value, x.ToSingle());
            Assert.Equal(value, x.ToInt32());
            Assert.Equal(value, x.ToInt64());
            Assert.True(x.gt(0).ToBoolean());
            Assert.False(x.lt(0).ToBoolean());
        }

        Same(torch.arange(0, 5, 1), torch.arange(5));
        Same(torch.arange(2, 5, 1, ScalarType.Float32), torch.arange(2, 5, ScalarType.Float32));
        var z = linspace(-30, 30, 61, ScalarType.Float64);
        Same(where(z > 20, z, z.exp().log1p()), nn.functional.softplus(z, 1, 20));
        Same(z * where(z > 20, z, z.exp().log1p()).tanh(), nn.functional.mish(z));
    }

    private static void BesideCollections(Action step)
    {
        var done = false;
        // One thread collects, the other takes memory that was freed and writes to it.
        Thread[] disturbers =
        [
            new(() =>
            {
                var pause = new Random(1);
                while (!Volatile.Read(ref done))
                {
                    GC.Collect(0, GCCollectionMode.Forced, blocking: false);
                    Thread.SpinWait(pause.Next(20_000));
                }
            }),
            new(() =>
            {
                while (!Volatile.Read(ref done))
                    zeros(256, 256, ScalarType.Float64).Dispose();
            }),
        ];
        foreach (var disturber in disturbers)
            disturber.Start();
        try
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < Long;)
                step();
        }
        finally
        {
            Volatile.Write(ref done, true);
            foreach (var disturber in disturbers)
                disturber.Join();
        }
    }

    private static void Same(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.dtype, found.dtype);
        Assert.True(expected.allclose(found, 1e-12, 1e-14), $"{Text(expected)} and {Text(found)}");
    }

    private static string Text(Tensor x) => string.Join(' ', x.to_type(ScalarType.Float64).data<double>().ToArray());
}
