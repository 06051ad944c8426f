using System.Threading.Tasks;

namespace AsyncRL.Training.Embedding;

/// <summary>
/// Divides rows among threads. A row is computed by one thread in one order, so that results do not depend on the threads.
/// </summary>
internal static class Rows
{
    /// <summary>Computes every row.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="compute">Computes one row, and writes nothing that another row reads or writes.</param>
    internal static void ForEach(int count, int threads, Action<int> compute)
    {
        if (threads == 1)
        {
            for (int row = 0; row < count; row++) compute(row);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, compute);
    }
}
