using System.Collections.Immutable;
using AsyncRL.Environments.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Profiling;

/// <summary>What to profile, and for how long.</summary>
public sealed record ProfileRequest
{
    /// <summary>What to run, by turns.</summary>
    public required ImmutableArray<ProfileSetup> Setups { get; init; }

    /// <summary>Seconds to measure, all set-ups together; every set-up runs for at least one round.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Seconds for which a set-up runs before it is the next one's turn.</summary>
    public double SliceSeconds { get; init; } = 0.25;

    /// <summary>Seconds to run before anything counts, all set-ups together: until the compiler has optimised what runs.</summary>
    public double WarmUpSeconds { get; init; } = 1.5;

    /// <summary>Whether each thread of a set-up is tied to a processor of its own, as far as there are enough.</summary>
    public bool Pin { get; init; }

    /// <summary>
    /// Events to record of each thread, in one more turn of every set-up that counts for nothing else; 0 for none. A segment of t_max 5 has
    /// fifteen.
    /// </summary>
    public int TraceCapacity { get; init; }

    /// <summary>In how many rounds every set-up has its turn.</summary>
    public int Rounds => Math.Max(1, (int)Math.Round(Seconds / (SliceSeconds * Setups.Length)));

    /// <summary>Finds out whether the system allows what is asked for, before any work.</summary>
    /// <exception cref="InputException">Threads are to be tied to processors, and the system refuses.</exception>
    public void Check()
    {
        if (Pin) ProcessorAffinity.Check();
    }

    /// <summary>A request to run one training with several numbers of threads.</summary>
    /// <param name="training">What to train; its threads and agent steps are not looked at.</param>
    /// <param name="threadCounts">Numbers of threads.</param>
    /// <param name="withIndependentEngines">
    /// Whether to run, beside each number n above 1 of threads that share their parameters, n engines of one thread that share nothing:
    /// what the machine gives n threads that do not disturb each other.
    /// </param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">There is no number of threads, or what is asked for does not fit together.</exception>
    public static ProfileRequest For(TrainingRequest training, IReadOnlyList<int> threadCounts, bool withIndependentEngines = false)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(threadCounts);
        if (threadCounts.Count == 0) throw new InputException("There is no number of threads; expected at least one.");
        var setups = ImmutableArray.CreateBuilder<ProfileSetup>();
        foreach (int count in threadCounts)
        {
            setups.Add(ProfileSetup.Sharing(training, count));
            if (withIndependentEngines && count > 1) setups.Add(ProfileSetup.Independent(training, count));
        }

        return new ProfileRequest { Setups = setups.ToImmutable() };
    }
}

/// <summary>One of the things that a profile runs by turns: an engine, or several at the same time that share nothing.</summary>
/// <param name="Name">For people.</param>
/// <param name="Engines">The configuration of each engine; its T_max only scales schedules, and is never the end.</param>
public sealed record ProfileSetup(string Name, ImmutableArray<TrainingConfiguration> Engines)
{
    /// <summary>Threads of all engines.</summary>
    public int Threads
    {
        get
        {
            int threads = 0;
            foreach (TrainingConfiguration engine in Engines) threads += engine.Threads;
            return threads;
        }
    }

    /// <summary>One engine.</summary>
    /// <param name="training">What to train; its threads and agent steps are not looked at.</param>
    /// <param name="threads">Threads that share its parameters.</param>
    /// <returns>The set-up.</returns>
    /// <exception cref="InputException">What is asked for does not fit together.</exception>
    public static ProfileSetup Sharing(TrainingRequest training, int threads) =>
        new(threads == 1 ? "1 thread" : $"{threads} threads", [Resolve(training, threads, 0)]);

    /// <summary>Several engines of one thread that share nothing.</summary>
    /// <param name="training">What to train; its threads and agent steps are not looked at.</param>
    /// <param name="engines">How many; each has a seed of its own.</param>
    /// <returns>The set-up.</returns>
    /// <exception cref="InputException">What is asked for does not fit together.</exception>
    public static ProfileSetup Independent(TrainingRequest training, int engines)
    {
        var configurations = ImmutableArray.CreateBuilder<TrainingConfiguration>(engines);
        for (int i = 0; i < engines; i++) configurations.Add(Resolve(training, 1, (ulong)i));
        return new ProfileSetup($"{engines} threads that share nothing", configurations.MoveToImmutable());
    }

    /// <summary>T_max lies so far away that what falls with T does not fall: a profile can last as long as it likes.</summary>
    private static TrainingConfiguration Resolve(TrainingRequest training, int threads, ulong seedOffset)
    {
        ArgumentNullException.ThrowIfNull(training);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(
            training with { Threads = threads, AgentSteps = long.MaxValue, Seed = (training.Seed ?? 1) + seedOffset });
        if (configuration.Schedule == TrainingConfiguration.Simulated)
            throw new InputException("The schedule is simulated, which has no threads to profile; expected threads.");
        return configuration;
    }
}
