using AsyncRL.Core.Randomness;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Machine;

public class CacheDomainsTests
{
    [Fact]
    public void One_core_is_one_domain() => Assert.Equal([0], CacheDomains.Find(new double[1, 1]));

    [Theory]
    [InlineData(8, new[] { 0, 0 })]
    [InlineData(25, new[] { 0, 0 })]
    [InlineData(60, new[] { 0, 0 })]
    [InlineData(99, new[] { 0, 0 })]
    [InlineData(101, new[] { 0, 1 })]
    [InlineData(206, new[] { 0, 1 })]
    public void Two_cores_share_a_cache_below_100_nanoseconds(double nanoseconds, int[] expected) =>
        Assert.Equal(expected, CacheDomains.Find(Matrix(2, (_, _) => nanoseconds)));

    /// <summary>Domains need not be contiguous: even cores are in one, and odd cores are in the other.</summary>
    [Fact]
    public void Sixteen_cores_in_two_domains_are_told_apart()
    {
        int[] domains = CacheDomains.Find(Matrix(16, (a, b) => a % 2 == b % 2 ? 25 + (a + b) % 10 : 180 + a + b));
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], domains);
    }

    /// <summary>Within a domain 20 ns, within a chip 80 ns, across chips 250 ns: only the first share a cache.</summary>
    [Fact]
    public void Domains_are_those_of_the_smallest_latencies()
    {
        int[] domains = CacheDomains.Find(Matrix(8, (a, b) => a / 2 == b / 2 ? 20 : a / 4 == b / 4 ? 80 : 250));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], domains);
    }

    [Fact]
    public void Distant_cores_that_are_equally_distant_share_nothing() =>
        Assert.Equal([0, 1, 2, 3], CacheDomains.Find(Matrix(4, (_, _) => 150)));

    /// <summary>Two hardware threads of a core need 6 ns. The other cores of their cache need 55 ns, nine times as long.</summary>
    [Fact]
    public void Hardware_threads_of_one_core_do_not_split_a_cache() =>
        Assert.Equal([0, 0, 0, 0], CacheDomains.Find(Matrix(4, (a, b) => a / 2 == b / 2 ? 6 : 55)));

    /// <summary>Other programs lengthen latencies: by up to half everywhere, and of every tenth pair a hundred times.</summary>
    [Fact]
    public void Noise_neither_splits_nor_joins_domains() => PropertyCheck.ForAllSeeds("domains", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        int[] domains = CacheDomains.Find(Matrix(16, (a, b) =>
        {
            double undisturbed = a / 8 == b / 8 ? 25 : 180, disturbed = undisturbed * (1 + (0.5 * generator.NextDouble()));
            return generator.NextInteger(10) == 0 ? 100 * disturbed : disturbed;
        }));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], domains);
    });

    private static double[,] Matrix(int cores, Func<int, int, double> latency)
    {
        var matrix = new double[cores, cores];
        for (int a = 0; a < cores; a++)
        {
            for (int b = a + 1; b < cores; b++) matrix[a, b] = matrix[b, a] = latency(a, b);
        }

        return matrix;
    }
}
