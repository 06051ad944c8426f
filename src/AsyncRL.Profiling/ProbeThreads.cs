namespace AsyncRL.Profiling;

/// <summary>The threads that measure the machine's limits together.</summary>
internal static class ProbeThreads
{
    /// <summary>Runs a measurement on several threads, and returns when all of them have ended.</summary>
    /// <param name="count">Number of threads.</param>
    /// <param name="work">The work of a thread, which receives its index.</param>
    internal static void Run(int count, Action<int> work)
    {
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            threads[i] = new Thread(() => work(index)) { Name = $"probe {index}", IsBackground = true };
        }

        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
    }
}

/// <summary>The rates of the threads in a round. Each thread writes its own rate.</summary>
/// <param name="threads">Number of threads.</param>
internal sealed class ProbeRates(int threads)
{
    /// <summary>The distance between the rates of two threads, so that they share no cache line.</summary>
    private const int Spacing = 16;

    private readonly double[] _rates = new double[threads * Spacing];

    /// <summary>The rate of a thread.</summary>
    internal ref double Of(int thread) => ref _rates[thread * Spacing];

    /// <summary>The rates of all threads together.</summary>
    internal double Sum()
    {
        double sum = 0;
        for (int i = 0; i < threads; i++) sum += _rates[i * Spacing];
        return sum;
    }
}
