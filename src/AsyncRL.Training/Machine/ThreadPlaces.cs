using System.Collections.Immutable;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Machine;

/// <summary>The processors that threads are bound to.</summary>
internal sealed class ThreadPlaces
{
    private static readonly Lazy<(ImmutableArray<ProcessorDomain> Domains, string? Refusal)> Machine = new(FindDomains);

    private readonly ImmutableArray<int> _own;
    private readonly ImmutableArray<int> _all;

    private ThreadPlaces(ImmutableArray<int> own, ImmutableArray<int> all) => (_own, _all) = (own, all);

    /// <summary>Why threads cannot be bound on this system, in a sentence; null if they can.</summary>
    internal static string? Refusal => Machine.Value.Refusal;

    /// <summary>The processor of a thread of its own.</summary>
    /// <param name="thread">Index of the thread.</param>
    /// <returns>Its number; null if there are not enough.</returns>
    internal int? ProcessorOf(int thread) => thread < _own.Length ? _own[thread] : null;

    /// <summary>The processors that a thread may run on.</summary>
    /// <param name="thread">Index of the thread.</param>
    internal ImmutableArray<int> ProcessorsOf(int thread) => ProcessorOf(thread) is { } own ? [own] : _all;

    /// <summary>A processor of its own for each thread.</summary>
    /// <param name="processors">Their numbers.</param>
    internal static ThreadPlaces At(ReadOnlySpan<int> processors) => new([.. processors], [.. processors]);

    /// <summary>The places of a group's threads on this machine.</summary>
    /// <param name="group">Number of the group, from 0.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <returns>The places; null if threads cannot be bound on this system.</returns>
    internal static ThreadPlaces? Here(int group, int groups, int threads) =>
        Refusal is null ? Choose(Machine.Value.Domains, group, groups, threads) : null;

    /// <summary>
    /// Chooses the places of a group's threads: a processor for each in the group's cache domains, cores first, then the other hardware
    /// threads of these cores. Several groups share a domain if there are more groups than domains. Threads for which no processor is left
    /// may run on all processors of the group's domains.
    /// </summary>
    /// <param name="domains">The cache domains of the machine.</param>
    /// <param name="group">Number of the group, from 0.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="threads">Threads of a group.</param>
    internal static ThreadPlaces Choose(ImmutableArray<ProcessorDomain> domains, int group, int groups, int threads)
    {
        int first = DomainOf(group), end = Math.Max(first + 1, DomainOf(group + 1));
        var all = ImmutableArray.CreateBuilder<int>();
        for (int domain = first; domain < end; domain++) all.AddRange(domains[domain].Cores);
        for (int domain = first; domain < end; domain++) all.AddRange(domains[domain].OtherThreads);
        int before = group;
        while (before > 0 && DomainOf(before - 1) == first) before--;
        int taken = Math.Min(all.Count, (group - before) * threads);
        ImmutableArray<int> processors = all.ToImmutable();
        return new ThreadPlaces([.. processors.AsSpan()[taken..Math.Min(all.Count, taken + threads)]], processors);

        int DomainOf(int number) => (int)((long)number * domains.Length / groups);
    }

    /// <summary>Binds the calling thread until it ends. If the system refuses, the thread runs where the system puts it.</summary>
    /// <param name="thread">Index of the thread.</param>
    internal void Bind(int thread) => ProcessorAffinity.TryBindCurrentThread(ProcessorsOf(thread));

    /// <summary>Binds the calling thread to all processors of the group, so that memory that it touches first belongs to them.</summary>
    /// <returns>The processors that it could run on before.</returns>
    internal ImmutableArray<int> BindToAll()
    {
        ImmutableArray<int> before = [.. ProcessorAffinity.Allowed()];
        ProcessorAffinity.TryBindCurrentThread(_all);
        return before;
    }

    /// <summary>Read before any thread is bound.</summary>
    private static (ImmutableArray<ProcessorDomain> Domains, string? Refusal) FindDomains()
    {
        try
        {
            ProcessorAffinity.Check();
            return (ProcessorDomain.Of(ProcessorAffinity.Allowed(), CoreLatencies.OfThisMachine), null);
        }
        catch (InputException problem)
        {
            return ([], problem.Message);
        }
    }
}

/// <summary>The processors of a cache domain.</summary>
/// <param name="Cores">One processor of each core.</param>
/// <param name="OtherThreads">The other hardware threads of these cores.</param>
internal sealed record ProcessorDomain(ImmutableArray<int> Cores, ImmutableArray<int> OtherThreads)
{
    /// <summary>Divides processors into the domains of their cores.</summary>
    /// <param name="processors">Numbers of processors.</param>
    /// <param name="latencies">The latencies between the cores; null if they are not known: then there is one domain.</param>
    /// <param name="directory">The directory that tells which processors share a core.</param>
    internal static ImmutableArray<ProcessorDomain> Of(
        IReadOnlyList<int> processors, CoreLatencies? latencies, string directory = PhysicalCores.LinuxDirectory)
    {
        int count = latencies?.DomainCount ?? 1;
        var cores = new List<int>[count];
        var others = new List<int>[count];
        for (int domain = 0; domain < count; domain++) (cores[domain], others[domain]) = ([], []);
        foreach (ImmutableArray<int> core in PhysicalCores.ProcessorsOfEach(processors, directory))
        {
            int index = latencies?.Processors.IndexOf(core[0]) ?? -1, domain = index < 0 ? 0 : latencies!.Domains[index];
            cores[domain].Add(core[0]);
            others[domain].AddRange(core[1..]);
        }

        var domains = ImmutableArray.CreateBuilder<ProcessorDomain>(count);
        for (int domain = 0; domain < count; domain++) domains.Add(new ProcessorDomain([.. cores[domain]], [.. others[domain]]));
        return domains.MoveToImmutable();
    }
}
