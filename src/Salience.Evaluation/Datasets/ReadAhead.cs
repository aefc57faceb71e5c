namespace Salience.Evaluation.Datasets;

/// <summary>Computes the items of a sequence on other threads before they are asked for, and gives them in order.</summary>
internal static class ReadAhead
{
    /// <summary>The items <paramref name="first"/> … <paramref name="end"/> − 1.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="end">One past the last item.</param>
    /// <param name="depth">Most items that wait or are under way; 0 computes each on the caller's thread.</param>
    /// <param name="read">Computes an item; safe from several threads.</param>
    /// <param name="cancellation">Checked before each item.</param>
    public static IEnumerable<T> Run<T>(int first, int end, int depth, Func<int, T> read, CancellationToken cancellation)
    {
        var waiting = new Queue<Task<T>>();
        var next = first;
        try
        {
            for (var item = first; item < end; item++)
            {
                cancellation.ThrowIfCancellationRequested();
                // One more than the depth: the item that is asked for now is among them.
                for (; depth > 0 && next < end && next <= item + depth; next++)
                {
                    var ahead = next;
                    waiting.Enqueue(Task.Run(() => read(ahead), cancellation));
                }

                yield return waiting.TryDequeue(out var ready) ? ready.GetAwaiter().GetResult() : read(item);
            }
        }
        finally
        {
            // Nothing reads on behind the back of a caller who has left, whatever became of it.
            foreach (Task rest in waiting)
                rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }
}
