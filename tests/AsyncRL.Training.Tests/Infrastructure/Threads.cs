namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Dedicated threads that start together. A failure of a thread fails the test.</summary>
internal static class Threads
{
    /// <summary>Far longer than any test's work, so that only an endless loop takes this long.</summary>
    internal static readonly TimeSpan Forever = TimeSpan.FromMinutes(5);

    /// <summary>Runs work on as many threads at once.</summary>
    internal static void Run(params ReadOnlySpan<Action> work)
    {
        using var ready = new Barrier(work.Length);
        var failures = new Exception?[work.Length];
        var threads = new Thread[work.Length];
        for (int i = 0; i < work.Length; i++)
        {
            (int index, Action action) = (i, work[i]);
            threads[i] = new Thread(() =>
            {
                ready.SignalAndWait();
                failures[index] = Record.Exception(action);
            })
            {
                IsBackground = true,
            };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            Assert.True(thread.Join(Forever), $"A thread did not end within {Forever.TotalMinutes} minutes.");
        foreach (Exception? failure in failures) Assert.Null(failure);
    }
}
