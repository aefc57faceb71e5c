using System.Reflection;
using TorchSharp;
using Xunit.v3;

namespace Salience.Tests;

/// <summary>Fails a test that leaves a tensor alive: the thread's live count after it must be what it was before.</summary>
/// <remarks>Counts are per thread, so a test under this attribute must not await between making and disposing tensors.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<Start?> Started = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Started.Value = new Start(Environment.CurrentManagedThreadId, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        Start start = Started.Value ?? throw new InvalidOperationException("The test began without a count.");
        if (start.Thread != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("The test moved to another thread; its tensors cannot be counted.");
        long leaked = DisposeScopeManager.Statistics.ThreadTotalLiveCount - start.LiveCount;
        Assert.True(leaked == 0, $"{test.TestDisplayName} left {leaked} tensors alive.");
    }

    private sealed record Start(int Thread, long LiveCount);
}
