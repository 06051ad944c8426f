namespace AsyncRL.Training.Machine;

/// <summary>
/// Groups cores by the latencies between them. The cores of a domain share a cache. The rule: two cores are neighbors if their latency is
/// at most 2.5 times the smallest of all, and at most 100 ns. A domain is a set of cores that are connected by neighbors.
/// </summary>
/// <remarks>
/// <para>Within one cache a line takes about 20 to 60 ns, between caches about 70 to 300 ns. Two cores have only one latency, which
/// nothing can be compared with; for them the limit of 100 ns decides.</para>
/// <para>Other programs only lengthen latencies. A pair that was measured too long stays in its domain if other pairs connect it. Pairs
/// that were measured much too long cannot move the threshold, because it follows from the smallest latency.</para>
/// </remarks>
internal static class CacheDomains
{
    /// <summary>
    /// The least value that the smallest latency counts as, in nanoseconds. Two hardware threads of one core, which need less than 10 ns,
    /// must not make the other cores of their cache look distant.
    /// </summary>
    private const double LeastNanoseconds = 25;

    private const double LargestRatio = 2.5;

    private const double LargestNanoseconds = 100;

    /// <summary>Finds the domains.</summary>
    /// <param name="nanoseconds">The latency of each pair of cores, a symmetric matrix.</param>
    /// <returns>The domain of each core. Domains are numbered from 0, in the order of their first cores.</returns>
    internal static int[] Find(double[,] nanoseconds)
    {
        int cores = nanoseconds.GetLength(0);
        double threshold = Threshold(nanoseconds);
        var domains = new int[cores];
        Array.Fill(domains, -1);
        int found = 0;
        for (int core = 0; core < cores; core++)
        {
            if (domains[core] < 0) Mark(core, found++);
        }

        return domains;

        void Mark(int start, int domain)
        {
            var pending = new Stack<int>([start]);
            while (pending.TryPop(out int core))
            {
                if (domains[core] >= 0) continue;
                domains[core] = domain;
                for (int other = 0; other < cores; other++)
                {
                    if (domains[other] < 0 && nanoseconds[core, other] <= threshold) pending.Push(other);
                }
            }
        }
    }

    private static double Threshold(double[,] nanoseconds)
    {
        double smallest = double.PositiveInfinity;
        for (int a = 0; a < nanoseconds.GetLength(0); a++)
        {
            for (int b = a + 1; b < nanoseconds.GetLength(1); b++) smallest = Math.Min(smallest, nanoseconds[a, b]);
        }

        return Math.Min(LargestRatio * Math.Max(LeastNanoseconds, smallest), LargestNanoseconds);
    }
}
