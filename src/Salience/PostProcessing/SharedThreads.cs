using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Salience.Networks;

namespace Salience.PostProcessing;

/// <summary>Runs work on the threads that libtorch runs its operators on, where they can be reached.</summary>
/// <remarks>
/// libtorch's OpenMP threads spin on their cores for a while after each operator, waiting for the next; threads of our own would only take
/// turns with them. On Linux libtorch uses GNU OpenMP, whose entry point <c>GOMP_parallel</c> is what compiled parallel loops call.
/// Elsewhere the .NET thread pool is used, from four threads on.
/// </remarks>
internal static unsafe class SharedThreads
{
    private const int LeastPoolThreads = 4;

    private static readonly delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Parallel = Find();

    /// <summary>Calls <paramref name="work"/> with 0 to <paramref name="count"/> − 1, in any order, on up to <paramref name="threads"/> threads.</summary>
    public static void Run(int count, int threads, Action<int> work)
    {
        threads = Math.Min(threads, count);
        if (threads > 1 && Parallel != null)
            RunShared(new Job(count, work), threads);
        else if (threads >= LeastPoolThreads)
            System.Threading.Tasks.Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        else
            new Job(count, work).Take();
    }

    private static void RunShared(Job job, int threads)
    {
        var handle = GCHandle.Alloc(job);
        try
        {
            Parallel(&Enter, (void*)GCHandle.ToIntPtr(handle), (uint)threads, 0);
        }
        finally
        {
            handle.Free();
        }

        job.Failure?.Throw();
    }

    [UnmanagedCallersOnly]
    private static void Enter(void* job)
    {
        var shared = (Job)GCHandle.FromIntPtr((nint)job).Target!;
        // An exception must not cross the frames of the OpenMP library.
        try
        {
            shared.Take();
        }
        catch (Exception e)
        {
            shared.Failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>The entry point in the very library that libtorch has loaded; packages bring it under a name of their own.</summary>
    private static delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void> Find()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        return (delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)LoadedLibrary.Function(LoadedLibrary.Find("libgomp"), "GOMP_parallel");
    }

    /// <summary>Numbers handed out one by one to whoever asks.</summary>
    private sealed class Job(int count, Action<int> work)
    {
        private int _next = -1;

        public ExceptionDispatchInfo? Failure { get; set; }

        public void Take()
        {
            for (var i = Interlocked.Increment(ref _next); i < count; i = Interlocked.Increment(ref _next))
                work(i);
        }
    }
}
