using System.Collections.Immutable;
using AsyncRL.Core.Options;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Machine;

/// <summary>
/// The latencies between the cores that this process may use: the time from a store of one core to the load of the same cache line by
/// another core. The latencies show which cores share a cache, also where a virtual machine does not report its caches.
/// </summary>
public sealed class CoreLatencies
{
    /// <summary>The time of a round between two cores that share no cache, in seconds. It only determines the number of rounds.</summary>
    private const double ExpectedRoundSeconds = LineExchange.RoundTrips * 2 * 250e-9;

    private const int LeastRounds = 5, MostRounds = 101;

    /// <summary>The limit of the short measurement in seconds. On an idle machine of 16 cores it takes about 0.03 s.</summary>
    private const double LongestShortMeasurement = 1;

    private static readonly Lazy<CoreLatencies?> Short = new(() =>
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(LongestShortMeasurement));
        return Measure(0.03, limit.Token);
    });

    private readonly double[,] _nanoseconds;

    /// <summary>Groups cores with known latencies.</summary>
    /// <param name="processors">Number of a processor of each core.</param>
    /// <param name="nanoseconds">The latency of each pair of cores, one way: a symmetric matrix.</param>
    /// <exception cref="ArgumentException">The matrix does not have one row and one column for each core.</exception>
    public CoreLatencies(ImmutableArray<int> processors, double[,] nanoseconds)
    {
        ArgumentNullException.ThrowIfNull(nanoseconds);
        if (nanoseconds.GetLength(0) != processors.Length || nanoseconds.GetLength(1) != processors.Length)
            throw new ArgumentException("The matrix does not have one row and one column for each core.", nameof(nanoseconds));
        (Processors, _nanoseconds) = (processors, (double[,])nanoseconds.Clone());
        Domains = [.. CacheDomains.Find(nanoseconds)];
        foreach (int domain in Domains) DomainCount = Math.Max(DomainCount, domain + 1);
        Within = RangeOf(ofOneDomain: true);
        Between = RangeOf(ofOneDomain: false);
    }

    /// <summary>The latencies of this machine by a short measurement, which is made once. Null as for <see cref="Measure"/>.</summary>
    internal static CoreLatencies? OfThisMachine => Short.Value;

    /// <summary>The number of a processor of each core, as the system counts processors.</summary>
    public ImmutableArray<int> Processors { get; }

    /// <summary>The cache domain of each core. Domains are numbered from 0, in the order of their first cores.</summary>
    public ImmutableArray<int> Domains { get; }

    /// <summary>Number of cache domains.</summary>
    public int DomainCount { get; }

    /// <summary>The latencies between cores of the same domain; null if every core is a domain of its own.</summary>
    public LatencyRange? Within { get; }

    /// <summary>The latencies between cores of different domains; null if there is one domain.</summary>
    public LatencyRange? Between { get; }

    /// <summary>The latency between two cores, one way, in nanoseconds; 0 from a core to itself.</summary>
    /// <param name="first">Index of a core in <see cref="Processors"/>.</param>
    /// <param name="second">Index of another core.</param>
    /// <returns>Nanoseconds.</returns>
    public double Nanoseconds(int first, int second) => _nanoseconds[first, second];

    /// <summary>Measures every pair of cores: the median over rounds of a line's way there and back, divided by two.</summary>
    /// <param name="seconds">Approximate total time in seconds. A few cores need less, and hundreds of cores need more.</param>
    /// <param name="stop">Cancelled to give up.</param>
    /// <returns>
    /// The latencies; null if there is only one core, if the system does not tie threads to processors, or if the measurement was stopped.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above 0.</exception>
    public static CoreLatencies? Measure(double seconds, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        ImmutableArray<int> cores = UsableCores();
        if (cores.Length < 2) return null;
        double pairs = cores.Length * (cores.Length - 1) / 2.0;
        int rounds = (int)Math.Clamp(seconds / pairs / ExpectedRoundSeconds, LeastRounds, MostRounds);
        return LineExchange.Measure(cores, rounds, stop) is { } nanoseconds ? new CoreLatencies(cores, nanoseconds) : null;
    }

    /// <summary>One processor of each core that the calling thread may use; empty if the system does not report them.</summary>
    private static ImmutableArray<int> UsableCores()
    {
        try
        {
            return PhysicalCores.OneProcessorEach(ProcessorAffinity.Allowed());
        }
        catch (InputException)
        {
            return [];
        }
    }

    private LatencyRange? RangeOf(bool ofOneDomain)
    {
        var latencies = new List<double>();
        for (int a = 0; a < Processors.Length; a++)
        {
            for (int b = a + 1; b < Processors.Length; b++)
            {
                if (Domains[a] == Domains[b] == ofOneDomain) latencies.Add(_nanoseconds[a, b]);
            }
        }

        return latencies.Count == 0 ? null : new LatencyRange(latencies.Minimum(), latencies.Median(), latencies.Maximum());
    }
}

/// <summary>The range of the latencies of several pairs of cores, one way.</summary>
/// <param name="Least">The smallest, in nanoseconds.</param>
/// <param name="Median">The median, in nanoseconds.</param>
/// <param name="Largest">The largest, in nanoseconds.</param>
public sealed record LatencyRange(double Least, double Median, double Largest);
