using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Numbers of which one thread changes several at a time, and which any thread can read as of one instant: a sequence lock (Lamport 1977).
/// The writer never waits and takes no lock. A reader that overlaps a change reads again.
/// </summary>
/// <remarks>
/// The version is odd during a change. All accesses are volatile, so that a store never moves before an earlier store and a load never
/// moves after a later load. Therefore no change happened between a reader's loads if it reads the same even version before and after.
/// </remarks>
internal sealed class PublishedCounts
{
    // 16 numbers on either side separate the numbers from other threads' memory: no cache line is shared.
    private const int Padding = 16;

    private readonly double[] _numbers;
    private readonly int _count;
    private PaddedCounter _version;

    /// <summary>Allocates numbers that are all 0.</summary>
    /// <param name="count">Number of numbers.</param>
    internal PublishedCounts(int count) => (_numbers, _count) = (new double[count + (2 * Padding)], count);

    /// <summary>Begins a change. Called by the writing thread.</summary>
    internal void BeginChange() => _version.Value++;

    /// <summary>Ends a change, all of which is now visible to readers. Called by the writing thread.</summary>
    internal void EndChange() => _version.Value++;

    /// <summary>One number. Other threads than the writing one may use it only where it need not match the other numbers.</summary>
    internal double this[int index]
    {
        get => Volatile.Read(ref _numbers[Padding + index]);
        set => Volatile.Write(ref _numbers[Padding + index], value);
    }

    /// <summary>Reads all numbers as they were at one instant. Called by any thread.</summary>
    /// <param name="destination">Receives the numbers; of the same length.</param>
    internal void Read(Span<double> destination)
    {
        var wait = new SpinWait();
        while (true)
        {
            long version = _version.Value;
            for (int i = 0; i < _count; i++) destination[i] = this[i];
            if (version % 2 == 0 && _version.Value == version) return;
            wait.SpinOnce();
        }
    }
}
