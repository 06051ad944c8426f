using System.Linq;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Tests.Machine;

public class CoreLatenciesTests
{
    private static readonly bool IsPossible = OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    /// <summary>Processors need not be cores: two hardware threads of one core also exchange lines.</summary>
    private static readonly int[] Allowed = IsPossible ? ProcessorAffinity.Allowed() : [];

    [Fact]
    public void Every_pair_of_cores_has_a_latency_and_it_is_the_same_both_ways()
    {
        CoreLatencies? latencies = CoreLatencies.Measure(0.02);
        int cores = IsPossible ? PhysicalCores.OneProcessorEach(Allowed).Length : 0;
        Assert.Equal(cores > 1, latencies is not null);
        if (latencies is null) return;
        Assert.Equal([.. PhysicalCores.OneProcessorEach(Allowed)], latencies.Processors.ToArray());
        for (int a = 0; a < cores; a++)
        {
            Assert.Equal(0, latencies.Nanoseconds(a, a));
            for (int b = 0; b < a; b++)
            {
                Assert.True(double.IsFinite(latencies.Nanoseconds(a, b)) && latencies.Nanoseconds(a, b) > 0);
                Assert.Equal(latencies.Nanoseconds(a, b), latencies.Nanoseconds(b, a));
            }
        }
    }

    [Fact]
    public void A_measurement_that_is_stopped_gives_nothing() =>
        Assert.Null(CoreLatencies.Measure(0.02, new CancellationToken(canceled: true)));

    /// <summary>The thread that cannot move to its core must not leave the other one waiting.</summary>
    [Fact]
    public void A_processor_that_does_not_exist_ends_the_exchange()
    {
        if (!OperatingSystem.IsLinux()) return;
        int missing = Allowed[^1] + 4000;
        Assert.Null(LineExchange.Measure([Allowed[0], missing], 5, CancellationToken.None));
        Assert.Null(LineExchange.Measure([missing, Allowed[0]], 5, CancellationToken.None));
    }

    [Fact]
    public void Latencies_are_grouped_by_domains()
    {
        var latencies = new CoreLatencies([1, 3, 5], new double[,] { { 0, 30, 200 }, { 30, 0, 220 }, { 200, 220, 0 } });
        Assert.Equal([0, 0, 1], latencies.Domains.ToArray());
        Assert.Equal(2, latencies.DomainCount);
        Assert.Equal(new LatencyRange(30, 30, 30), latencies.Within);
        Assert.Equal(new LatencyRange(200, 210, 220), latencies.Between);
    }

    [Fact]
    public void A_range_without_pairs_is_missing()
    {
        Assert.Null(new CoreLatencies([0, 1], new double[,] { { 0, 30 }, { 30, 0 } }).Between);
        Assert.Null(new CoreLatencies([0, 1], new double[,] { { 0, 300 }, { 300, 0 } }).Within);
    }

    [Fact]
    public void A_matrix_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new CoreLatencies([0, 1, 2], new double[2, 2]));
}
