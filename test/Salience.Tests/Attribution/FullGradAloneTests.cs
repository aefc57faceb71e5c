using Salience.Attribution;
using Salience.Decomposition;
using Salience.Modules;
using Salience.Operators;
using Salience.Tests.Decomposition;
using Salience.Tests.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Salience.Tests.Attribution;

[Collection(AloneCollection.Name)]
public class FullGradAloneTests
{
    [Fact]
    public void A_thousand_explanations_leave_no_tensor_and_no_memory_behind()
    {
        using var scope = NewDisposeScope();
        using var network = SmallNetworks.Convolutional(1, () => new Sigmoid());
        using var fullGrad = new FullGrad(network);
        var images = SmallNetworks.Images(1, 1, 32, 32);
        void Explain(int times)
        {
            for (var i = 0; i < times; i++)
                fullGrad.Explain(images, Target.ArgMax).Dispose();
        }

        Explain(300);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var memory = WorkingSet();
        Explain(700);

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        // The C library keeps some freed memory, more or less of it from one moment to the next. One activation of this network holds
        // 49 kB: keeping the least of them would add 34 MB.
        var growth = WorkingSet() - memory;
        Assert.True(growth < 16 << 20, $"The process grew by {growth} bytes over 700 explanations.");
    }

    [Theory]
    [InlineData("decomposition")]
    [InlineData("several targets")]
    [InlineData("module")]
    [InlineData("tokens")]
    [InlineData("a target that fails")]
    public void Explanations_of_every_kind_leave_no_tensor_and_no_memory_behind(string kind)
    {
        using var scope = NewDisposeScope();
        using var network = kind == "tokens" ? TokenNetworks.Transformer(8, 8) : SmallNetworks.Convolutional(1, () => new Sigmoid());
        using var module = SampleModules.Plain(inplace: true);
        using var fullGrad = kind == "module" ? new FullGrad(new TorchModule(module)) : new FullGrad(network);
        var images = kind == "tokens" ? SmallNetworks.Images(1, 1, 16, 16) : SmallNetworks.Images(1, 1, 32, 32);
        IReadOnlyList<Target> targets = [Target.ArgMax, Target.Margin(0, 1), Target.Function("log p", y => y.log_softmax(1).select(1, 0))];
        IReadOnlyList<Target> failing = [Target.ArgMax, Target.Function("fails", _ => throw new InvalidTimeZoneException("of the caller"))];
        void Explain(int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (kind == "a target that fails")
                    Assert.Throws<InvalidTimeZoneException>(() => fullGrad.Explain(images, failing));
                else if (kind == "decomposition")
                    FullGradient.Decompose(network, images, Target.ArgMax).Dispose();
                else
                    fullGrad.Explain(images, targets).ToList().ForEach(e => e.Dispose());
            }
        }

        Explain(150);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var memory = WorkingSet();
        Explain(350);

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        // One activation of these networks, 49 kB (2 kB a value of tokens, in which hundreds are made), kept each time, would add twice as much.
        var growth = WorkingSet() - memory;
        Assert.True(growth < 8 << 20, $"The process grew by {growth} bytes over 350 explanations.");
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_map()
    {
        using var scope = NewDisposeScope();
        using var exact = SmallNetworks.Convolutional(2, () => new Sigmoid());
        using var network = exact.To(ScalarType.Float32);
        using var fullGrad = new FullGrad(network);
        var images = SmallNetworks.Images(2, 2, 64, 48).to_type(ScalarType.Float32);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            using var one = fullGrad.Explain(images, Target.Class(0));
            set_num_threads(4);
            using var four = fullGrad.Explain(images, Target.Class(0));
            var error = (one.Map - four.Map).abs().max().ToDouble() / one.Map.abs().max().ToDouble();
            Assert.True(error <= 1e-5, $"{error}");
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
