using System.Collections.Immutable;
using System.Globalization;
using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Groups of actor-learner threads. The threads of a group share a θ; the groups exchange what their θ moved, as ranks do. Where cores
/// share no cache, every line of a shared θ that another core wrote must be fetched from that core; a θ for each cache domain avoids this.
/// </summary>
internal static class ThreadGroups
{
    /// <summary>The least latency between cache domains for which groups are chosen, one way, in nanoseconds.</summary>
    private const double LeastNanoseconds = 150;

    /// <summary>
    /// The fewest parameters for which groups are chosen. At 164 ns two groups of a network of 28,516 parameters were 1.13 times as fast as
    /// one θ, and those of one of 677,943 parameters 1.41 times; groups may need 1.4 times the agent steps (docs/performance.md).
    /// </summary>
    private const int LeastParameters = 100_000;

    /// <summary>Chooses the number of groups if the options leave it to the program.</summary>
    /// <param name="options">The options of the exchange.</param>
    /// <param name="execution">The execution mode.</param>
    /// <param name="threads">Number of threads of all groups.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="parameters">Number of the network's parameters.</param>
    /// <returns>The options with a number of groups, and the reason in one sentence if it was chosen here.</returns>
    internal static (ExchangeOptions Options, string? Reason) Choose(
        ExchangeOptions options, string execution, int threads, Algorithm algorithm, int parameters)
    {
        if (options.Groups is not null) return (options, null);
        (int groups, string reason) = execution == TrainingConfiguration.Simulated || !algorithm.IsAsynchronous || !algorithm.CanSpanRanks
            ? (1, $"groups are chosen only for threads of the algorithms that update θ by themselves, which {algorithm.Name} with the "
                + $"execution mode {execution} has not")
            : threads == 1 ? (1, "there is one thread")
            : Choose(CoreLatencies.OfThisMachine, threads, parameters);
        string count = groups == 1 ? "1 group" : string.Create(CultureInfo.InvariantCulture, $"{groups} groups");
        return (options with { Groups = groups }, $"The option groups is auto: {count}, because {reason}.");
    }

    /// <summary>Chooses the number of groups by the machine.</summary>
    /// <param name="latencies">The latencies between its cores; null if they are not known.</param>
    /// <param name="threads">Number of threads of all groups.</param>
    /// <param name="parameters">Number of the network's parameters.</param>
    internal static (int Groups, string Reason) Choose(CoreLatencies? latencies, int threads, int parameters)
    {
        if (latencies is null) return (1, "the latencies between the cores could not be measured");
        if (latencies.Between is not { Median: var nanoseconds }) return (1, "all cores share one cache");
        string measured = string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F0} ns");
        if (nanoseconds < LeastNanoseconds)
            return (1, $"a line takes {measured} between cores that share no cache, which is less than {LeastNanoseconds} ns");
        if (parameters < LeastParameters)
        {
            string least = LeastParameters.ToString("N0", CultureInfo.InvariantCulture);
            return (1, $"the network has fewer than {least} parameters, with which groups gain too little");
        }

        int domains = latencies.DomainCount;
        return threads % domains == 0
            ? (domains, $"the cores are in {domains} cache domains, and a line takes {measured} between them")
            : (1, $"the {threads} threads cannot be divided equally among {domains} cache domains");
    }

    /// <summary>The actor-learners of each group.</summary>
    /// <param name="options">The options of the exchange.</param>
    /// <param name="execution">The execution mode.</param>
    /// <param name="actors">Number of actor-learners of all groups.</param>
    /// <exception cref="InputException">They cannot be divided, or the execution mode has no groups.</exception>
    internal static int Share(ExchangeOptions options, string execution, int actors)
    {
        int groups = options.Groups ?? 1;
        if (groups > 1 && execution == TrainingConfiguration.Simulated)
        {
            throw new InputException(
                $"The option groups is {groups} beside the execution mode {execution}, which has no threads; expected 1 and the option "
                + "simulated-ranks.");
        }

        if (actors % groups == 0) return actors / groups;
        throw new InputException(
            $"The option groups is {groups}, but the run has {actors} {(actors == 1 ? "thread" : "threads")}, which cannot be divided "
            + $"equally; expected a number of threads that {groups} divides.");
    }
}

/// <summary>
/// Binds the calling thread to the processors of a group while it makes what the group's threads use, because memory belongs to the
/// processors that touch it first. Afterwards the thread may run where it could before.
/// </summary>
internal sealed class ThreadBinding : IDisposable
{
    private ImmutableArray<int>? _before;

    private ThreadBinding(ThreadPlaces? places)
    {
        Places = places;
        _before = places?.BindToAll();
    }

    /// <summary>The places of the group's threads; null if they are not bound.</summary>
    internal ThreadPlaces? Places { get; }

    /// <summary>Binds the calling thread, if the run binds its threads and the system permits it.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="rank">Number of the group, or of the rank of the simulated execution.</param>
    internal static ThreadBinding For(TrainingConfiguration configuration, int rank)
    {
        int ranks = configuration.RanksHere;
        bool binds = configuration.Run.Pin && rank < ranks;
        return new ThreadBinding(binds ? ThreadPlaces.Here(rank, ranks, configuration.Threads / ranks) : null);
    }

    /// <summary>Lets the thread run where it could before.</summary>
    public void Dispose()
    {
        if (_before is { } before) ProcessorAffinity.TryBindCurrentThread(before);
        _before = null;
    }
}
