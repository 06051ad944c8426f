using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// Numbers that one thread changes several at a time and any thread reads all at one instant: a sequence lock (Lamport 1977). The writer
/// never waits and takes no lock. A reader that meets a change reads again.
/// </summary>
/// <remarks>
/// The version is odd while a change is under way. All accesses are volatile, so a store never passes an earlier store and a load never
/// passes a later load: if a reader sees the same even version before and after, no change fell between its loads.
/// </remarks>
internal sealed class PublishedCounts
{
    // 16 numbers lie between the array's numbers and any other thread's memory: no shared cache line.
    private const int Padding = 16;

    private readonly double[] _numbers;
    private readonly int _count;
    private PaddedCounter _version;

    /// <summary>Begins with zeros.</summary>
    /// <param name="count">How many numbers.</param>
    internal PublishedCounts(int count) => (_numbers, _count) = (new double[count + (2 * Padding)], count);

    /// <summary>Begins a change, by the writing thread.</summary>
    internal void BeginChange() => _version.Value++;

    /// <summary>Ends a change, by the writing thread: readers see all of it from now on.</summary>
    internal void EndChange() => _version.Value++;

    /// <summary>One number, by the writing thread, or by any thread where it need not fit the others.</summary>
    internal double this[int index]
    {
        get => Volatile.Read(ref _numbers[Padding + index]);
        set => Volatile.Write(ref _numbers[Padding + index], value);
    }

    /// <summary>Reads all numbers as they were at one instant, by any thread.</summary>
    /// <param name="destination">As many numbers, overwritten.</param>
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
