using Salience.PostProcessing;

namespace Salience.Tests.PostProcessing;

public class SharedThreadsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(100, 4)]
    [InlineData(3, 16)]
    [InlineData(0, 2)]
    public void Every_number_is_worked_on_once(int count, int threads)
    {
        using var loaded = TorchSharp.torch.zeros(1);
        var seen = new int[count];
        SharedThreads.Run(count, threads, i => Interlocked.Increment(ref seen[i]));

        Assert.All(seen, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void An_exception_reaches_the_caller(int threads)
    {
        using var loaded = TorchSharp.torch.zeros(1);
        void Fail() => SharedThreads.Run(8, threads, i => throw new InvalidOperationException("on purpose"));
        var e = Record.Exception(Fail);

        Assert.Contains("on purpose", (e is AggregateException several ? several.InnerExceptions[0] : e)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_threads_of_libtorch_are_used_where_it_runs_on_GNU_OpenMP()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libtorch uses GNU OpenMP on Linux only.");
        using var loaded = TorchSharp.torch.zeros(1);
        var caller = Environment.CurrentManagedThreadId;
        var others = new System.Collections.Concurrent.ConcurrentBag<bool>();
        // Enough work that a second thread comes to some of it.
        SharedThreads.Run(64, 2, _ =>
        {
            Thread.SpinWait(200_000);
            if (Environment.CurrentManagedThreadId != caller)
                others.Add(Thread.CurrentThread.IsThreadPoolThread);
        });

        Assert.NotEmpty(others);
        Assert.DoesNotContain(true, others);
    }
}
