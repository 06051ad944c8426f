using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Options;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;

namespace AsyncRL.Profiling;

/// <summary>The engines to profile, and the duration.</summary>
public sealed record ProfileRequest
{
    /// <summary>The set-ups, which run in turn.</summary>
    public required ImmutableArray<ProfileSetup> Setups { get; init; }

    /// <summary>Seconds of measurement, all set-ups together. Every set-up runs for at least one round.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>Seconds that a set-up runs before the next set-up runs.</summary>
    public double SliceSeconds { get; init; } = 0.25;

    /// <summary>Seconds to run before the measurement, all set-ups together, so that the compiler has optimized the code.</summary>
    public double WarmUpSeconds { get; init; } = 1.5;

    /// <summary>Whether each thread of a set-up is tied to a processor of its own, as far as there are enough processors.</summary>
    public bool Pin { get; init; }

    /// <summary>
    /// Number of events to record per thread, in one more turn of every set-up that no other figure includes; 0 for no trace. A segment of
    /// t_max 5 has fifteen events.
    /// </summary>
    public int TraceCapacity { get; init; }

    /// <summary>
    /// Seconds of one more measurement, after all others, by an engine like the first whose network times its layers; 0 to leave it out.
    /// </summary>
    public double LayerSeconds { get; init; }

    /// <summary>Number of rounds. In each round every set-up has one turn.</summary>
    public int Rounds => Math.Max(1, (int)Math.Round(Seconds / (SliceSeconds * Setups.Length)));

    /// <summary>Estimates the memory of the profile, whose engines all exist at the same time.</summary>
    /// <returns>The estimate.</returns>
    public MemoryEstimate EstimateMemory()
    {
        var estimate = new MemoryEstimate();
        foreach (ProfileSetup setup in Setups)
        {
            foreach (TrainingConfiguration engine in setup.Engines)
            {
                estimate.AddEngine(engine);
                if (setup.Groups > 1) estimate.Add(RankMemory.Exchange(new LearnerMemory(engine), engine.Exchange));
            }

            Int128 events = (Int128)TraceCapacity * TraceBuffer.BytesPerEvent * setup.Threads;
            estimate.Add(new MemoryShare("traces", events, TraceCapacity, "no --trace"));
        }

        return estimate;
    }

    /// <summary>Checks before any work whether the system allows the requested profile.</summary>
    /// <exception cref="InputException">The request ties threads to processors, and the system refuses.</exception>
    public void Check()
    {
        if (Pin) ProcessorAffinity.Check();
    }

    /// <summary>Makes a request that runs one training with several numbers of threads.</summary>
    /// <param name="training">The training to run. Its threads and agent steps are ignored.</param>
    /// <param name="threadCounts">The numbers of threads to compare.</param>
    /// <param name="withIndependentEngines">
    /// Whether to run, in addition to each number n above 1 of threads that share their parameters, n engines of one thread that share
    /// nothing. They show the rate of n threads that do not disturb each other.
    /// </param>
    /// <param name="groups">
    /// Number of groups that share out the threads: those numbers of threads that it divides also run in groups that exchange what they
    /// learn; 1 for no groups.
    /// </param>
    /// <returns>The request.</returns>
    /// <exception cref="InputException">
    /// There is no number of threads, none that the groups divide, or the options of the training contradict each other.
    /// </exception>
    public static ProfileRequest For(
        TrainingRequest training, IReadOnlyList<int> threadCounts, bool withIndependentEngines = false, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(threadCounts);
        if (threadCounts.Count == 0) throw new InputException("There is no number of threads; expected at least one.");
        var setups = ImmutableArray.CreateBuilder<ProfileSetup>();
        foreach (int count in threadCounts)
        {
            setups.Add(ProfileSetup.Sharing(training, count));
            if (withIndependentEngines && count > 1) setups.Add(ProfileSetup.Independent(training, count));
            if (groups > 1 && count % groups == 0) setups.Add(ProfileSetup.InGroups(training, count, groups));
        }

        if (groups > 1 && !setups.Any(setup => setup.Groups > 1))
        {
            throw new InputException(
                $"The number of groups is {groups}, which divides none of the numbers of threads, {string.Join(", ", threadCounts)}; "
                + "expected another number.");
        }

        return new ProfileRequest { Setups = setups.ToImmutable() };
    }
}

/// <summary>One of the set-ups that a profile runs in turn: an engine, or several engines at the same time that share nothing.</summary>
/// <param name="Name">The name, for output.</param>
/// <param name="Engines">The configuration of each engine; its T_max only scales schedules and never ends the run.</param>
public sealed record ProfileSetup(string Name, ImmutableArray<TrainingConfiguration> Engines)
{
    /// <summary>Number of groups, each an engine, that exchange what they learn; 1 if the engines exchange nothing.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Number of threads of all engines.</summary>
    public int Threads
    {
        get
        {
            int threads = 0;
            foreach (TrainingConfiguration engine in Engines) threads += engine.Threads;
            return threads;
        }
    }

    /// <summary>Makes a set-up of one engine.</summary>
    /// <param name="training">The training to run. Its threads and agent steps are ignored.</param>
    /// <param name="threads">Number of threads that share its parameters.</param>
    /// <returns>The set-up.</returns>
    /// <exception cref="InputException">The options of the training contradict each other.</exception>
    public static ProfileSetup Sharing(TrainingRequest training, int threads) =>
        new(threads == 1 ? "1 thread" : $"{threads} threads", [Resolve(training, threads, 0)]);

    /// <summary>Makes a set-up of several engines of one thread that share nothing.</summary>
    /// <param name="training">The training to run. Its threads and agent steps are ignored.</param>
    /// <param name="engines">Number of engines; each has a seed of its own.</param>
    /// <returns>The set-up.</returns>
    /// <exception cref="InputException">The options of the training contradict each other.</exception>
    public static ProfileSetup Independent(TrainingRequest training, int engines)
    {
        var configurations = ImmutableArray.CreateBuilder<TrainingConfiguration>(engines);
        for (int i = 0; i < engines; i++) configurations.Add(Resolve(training, 1, (ulong)i));
        return new ProfileSetup($"{engines} threads that share nothing", configurations.MoveToImmutable());
    }

    /// <summary>Makes a set-up of groups, each an engine with its own θ, that exchange what they learn as in training.</summary>
    /// <param name="training">The training to run. Its threads and agent steps are ignored.</param>
    /// <param name="threads">Number of threads of all groups.</param>
    /// <param name="groups">Number of groups.</param>
    /// <returns>The set-up.</returns>
    /// <exception cref="InputException">The training cannot be divided into groups.</exception>
    public static ProfileSetup InGroups(TrainingRequest training, int threads, int groups)
    {
        ArgumentNullException.ThrowIfNull(training);
        string number = groups.ToString(CultureInfo.InvariantCulture);
        TrainingConfiguration.Resolve(training with { Threads = threads, Assignments = With(training, "groups", number) });
        TrainingConfiguration engine = Resolve(training, threads / groups, 0);
        return new ProfileSetup($"{threads} threads in {groups} groups", [.. Enumerable.Repeat(engine, groups)]) { Groups = groups };
    }

    private static Dictionary<string, string> With(TrainingRequest training, string option, string value) =>
        new(training.Assignments, StringComparer.OrdinalIgnoreCase) { [option] = value };

    /// <summary>Sets T_max so large that values which decrease with T stay constant. A profile may then run for any time.</summary>
    private static TrainingConfiguration Resolve(TrainingRequest training, int threads, ulong seedOffset)
    {
        ArgumentNullException.ThrowIfNull(training);
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(
            training with
            {
                Threads = threads,
                AgentSteps = long.MaxValue,
                Seed = (training.Seed ?? 1) + seedOffset,
                Assignments = With(training, "groups", "1"),
            });
        if (configuration.Execution == TrainingConfiguration.Simulated)
            throw new InputException("The execution mode is simulated, which has no threads to profile; expected threads.");
        return configuration;
    }
}
