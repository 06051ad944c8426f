namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A task that counts the bytes that each thread allocates from one of its agent steps to another.</summary>
internal sealed class ThreadAllocations
{
    private long _bytes, _threads;

    /// <summary>Makes the task, a walk.</summary>
    /// <param name="first">The agent step of a thread from which on bytes count, after the warm-up.</param>
    /// <param name="last">The agent step of a thread up to which they count.</param>
    internal ThreadAllocations(int first, int last)
    {
        var begun = new ThreadLocal<(long Steps, long Bytes)>();
        Task = new ObservedTask(new WalkTask(), _ =>
        {
            long steps = begun.Value.Steps + 1;
            begun.Value = (steps, steps == first ? GC.GetAllocatedBytesForCurrentThread() : begun.Value.Bytes);
            if (steps != last) return;
            Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread() - begun.Value.Bytes);
            Interlocked.Increment(ref _threads);
        });
    }

    /// <summary>The task.</summary>
    internal ObservedTask Task { get; }

    /// <summary>Bytes of all threads that did both agent steps.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Threads that did both agent steps.</summary>
    internal long Threads => Interlocked.Read(ref _threads);
}
