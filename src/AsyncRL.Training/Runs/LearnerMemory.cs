using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>Estimates the memory of one actor-learner of a configuration, part by part, and the memory that all share.</summary>
internal sealed class LearnerMemory
{
    /// <summary>The bytes that a thread uses of its stack. The rest of the stack is only reserved address space.</summary>
    internal const long StackBytes = 256 << 10;

    /// <summary>The bytes of counters, histograms and small arrays.</summary>
    private const long SmallBytes = 64 << 10;

    private readonly int _targets;
    private readonly int _models;
    private readonly long _rows;
    private readonly Optimizer _optimizer;

    /// <summary>Creates the estimate.</summary>
    /// <param name="configuration">The run.</param>
    internal LearnerMemory(TrainingConfiguration configuration)
    {
        Configuration = configuration;
        _optimizer = configuration.UpdateRule;
        _targets = configuration.Algorithm.TargetNetworks;
        int threads = configuration.ActorLearners;
        _models = configuration.Algorithm.ModelsOf(threads);
        bool ofPixels = KeepsPixels(configuration.Algorithm);
        _rows = (long)ActivationRowsOf(configuration.Algorithm);
        Parameters = configuration.Network.Layout.BlockLength;
        ActivationsSize rows = configuration.Algorithm.SizeOfActivations(
            configuration.Network, configuration.Observation, _rows, ofPixels);
        Int128 numbers = rows.Numbers * (1 + _targets);
        int numbersOfAnAction = configuration.Actions.Kind == ActionKind.Discrete ? 1 : configuration.Actions.Count;
        Int128 choices = (Int128)_rows * (1 + numbersOfAnAction);
        (RowBytes, LargestRowBlock) = ((numbers + choices) * sizeof(float), Int128.Max(rows.LargestBlock, choices));
        EnvironmentBytes = (Int128)EnvironmentsOf(configuration) * Measure(configuration);
    }

    internal TrainingConfiguration Configuration { get; }

    /// <summary>Length of θ.</summary>
    internal int Parameters { get; }

    internal Int128 ParameterBytes => (Int128)Parameters * sizeof(float);

    /// <summary>Bytes of θ, the optimizer's shared statistics, and θ⁻.</summary>
    internal Int128 SharedBytes => (1 + _targets + (_optimizer.IsShared ? _optimizer.Statistics : 0)) * ParameterBytes;

    /// <summary>The experience that all threads share; of 0 bytes if the algorithm has none.</summary>
    internal StoreSize Store => StoreOf(Configuration.Algorithm);

    /// <summary>The replay memory of one thread; of 0 bytes if the algorithm has none.</summary>
    internal StoreSize OwnStore => OwnStoreOf(Configuration.Algorithm);

    /// <summary>The advice that makes the experience of each thread smaller.</summary>
    internal string SmallerOwnStore =>
        SizeOptions.Advice(Configuration.Algorithm, algorithm => OwnStoreOf(algorithm).Bytes) ?? SmallerObservations;

    /// <summary>The advice that makes the experience in the state of a run smaller.</summary>
    internal string SmallerSavedExperience =>
        SizeOptions.Advice(Configuration.Algorithm, algorithm => OwnStoreOf(algorithm).SavedBytes + StoreOf(algorithm).SavedBytes)
        ?? SmallerObservations;

    /// <summary>Bytes of θ′, dθ, the optimizer's statistics per thread, and the two copies of θ⁻.</summary>
    internal Int128 OwnParameterBytes => ((2 * _models) + OwnStatistics + (2 * _targets)) * ParameterBytes;

    /// <summary>Bytes of a segment's activations, actions and rewards.</summary>
    internal Int128 RowBytes { get; }

    internal Int128 LargestRowBlock { get; }

    /// <summary>Bytes of an environment and of the actor's observation.</summary>
    internal Int128 EnvironmentBytes { get; }

    /// <summary>The statistics of a synchronous algorithm have a published copy.</summary>
    internal Int128 AccountBytes => QueueBytes + SmallBytes
        + (sizeof(double) * MomentNumbers(Configuration) * (Configuration.Algorithm.IsSynchronous ? 2 : 1));

    /// <summary>Simulated actors share one queue. For each of them it has two records in addition to the default capacity.</summary>
    private long QueueBytes => (long)EpisodeQueue.RecordBytes
        * (Configuration.Execution == TrainingConfiguration.Simulated ? 2 : EpisodeQueue.UsualCapacity);

    /// <summary>The advice that makes the rows of a thread fewer.</summary>
    internal string FewerRows => SizeOptions.Advice(Configuration.Algorithm, ActivationRowsOf) ?? SmallerNetwork;

    /// <summary>The advice that makes the experience smaller.</summary>
    internal string SmallerStore =>
        SizeOptions.Advice(Configuration.Algorithm, algorithm => StoreOf(algorithm).Bytes) ?? SmallerObservations;

    /// <summary>The advice that makes the largest block of the experience smaller.</summary>
    internal string SmallerStoreBlock =>
        SizeOptions.Advice(Configuration.Algorithm, algorithm => StoreOf(algorithm).LargestBlock) ?? SmallerObservations;

    /// <summary>The advice that makes the environments smaller or fewer.</summary>
    internal string SmallerEnvironments =>
        SizeOptions.Advice(Configuration.Algorithm, algorithm => algorithm.ActorsOf(Configuration.ActorLearners)) is { } fewer
            ? $"{fewer} or {SmallerObservations}"
            : SmallerObservations;

    /// <summary>The advice that makes θ smaller, with the environment's options that differ from their defaults.</summary>
    internal string SmallerNetwork => $"a smaller network or {SmallerObservations}";

    internal string SmallerObservations
    {
        get
        {
            var changed = new List<string>();
            IReadOnlyDictionary<string, string> usual = OptionSet.ToAssignments(Configuration.Environment.DefaultOptions);
            foreach ((string name, string value) in OptionSet.ToAssignments(Configuration.EnvironmentOptions))
            {
                if (!usual.TryGetValue(name, out string? before) || value != before) changed.Add(name);
            }

            return changed.Count == 0 ? "smaller observations" : $"smaller observations ({string.Join(", ", changed)})";
        }
    }

    /// <summary>"fewer threads" if there is more than one; otherwise empty.</summary>
    internal string FewerLearners => Configuration.ActorLearners > 1 ? $"fewer {Option}" : "";

    private string Option => Configuration.Execution == TrainingConfiguration.Simulated ? "actors" : "threads";

    private int OwnStatistics => _optimizer.IsShared ? 0 : _optimizer.Statistics;

    /// <summary>Numbers of one actor-learner's statistics of normalization, including the padding between slots.</summary>
    internal static Int128 MomentNumbers(TrainingConfiguration configuration)
    {
        const int Apart = 64;
        Int128 observations = configuration.Wrappers.NormalizeObservations ? ((Int128)3 * configuration.Observation.Size) + Apart : 0;
        return EnvironmentsOf(configuration) * (observations + (configuration.Wrappers.NormalizeRewards ? Apart : 0));
    }

    private Int128 ActivationRowsOf(Algorithm algorithm) =>
        algorithm.ActivationRows(
            Configuration.Network, Configuration.ActorLearners, Configuration.LongestEpisode, KeepsPixels(algorithm));

    private bool KeepsPixels(Algorithm algorithm) => algorithm.KeepsPixels && Configuration.Observation.Kind == ObservationKind.Pixels;

    private StoreSize OwnStoreOf(Algorithm algorithm) => algorithm.OwnStoreSize(Configuration.Observation, Configuration.Actions);

    private StoreSize StoreOf(Algorithm algorithm) =>
        algorithm.StoreSize(Configuration.Network, Configuration.Observation, Configuration.Actions, Configuration.ActorLearners);

    /// <summary>The largest number of environments of one thread.</summary>
    private static long EnvironmentsOf(TrainingConfiguration configuration)
    {
        long threads = configuration.ActorLearners;
        return (configuration.Algorithm.ActorsOf(configuration.ActorLearners) + threads - 1) / threads;
    }

    /// <summary>"1 thread", "16 actors".</summary>
    internal string Count(long learners) => learners == 1 ? $"1 {Option[..^1]}" : $"{learners:N0} {Option}";

    /// <summary>"21 rows for each of 2 threads".</summary>
    internal string RowsOf(long learners) => $"{_rows:N0} agent steps for each of {Count(learners)}";

    /// <summary>
    /// Measures the bytes of an environment and of its first episode. The first environment is not measured, because its construction also
    /// allocates data that all environments share. The result is the smallest of the next measurements, because the runtime may allocate
    /// meanwhile, for example when it recompiles a method. An environment that is a process takes a while to start, so it is measured
    /// once, and its own memory is not counted.
    /// </summary>
    private static long Measure(TrainingConfiguration configuration)
    {
        int measurements = configuration.Environment.IsProcess ? 1 : 3;
        if (measurements > 1) Make(configuration);
        long smallest = long.MaxValue;
        for (int i = 0; i < measurements; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Make(configuration);
            smallest = Math.Min(smallest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return smallest;
    }

    private static void Make(TrainingConfiguration configuration)
    {
        var generator = new RandomGenerator(0);
        using IEnvironment environment = configuration.Environment.CreateForLearning(configuration.EnvironmentOptions, generator);
        environment.Reset(new Observation(environment.Observation));
    }
}
