using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>A run as its algorithm sees it when it makes the workers: what they share, and makers of what each has for itself.</summary>
public sealed class Session
{
    /// <summary>The network, shared by all threads.</summary>
    public required Network<float> Network { get; init; }

    /// <summary>θ and T, shared by all threads.</summary>
    public required SharedParameters Parameters { get; init; }

    /// <summary>The optimizer.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The optimizer's statistics that all threads share; null if each thread has its own.</summary>
    public required OptimizerStatistics? SharedStatistics { get; init; }

    /// <summary>η as a function of T.</summary>
    public required Annealing LearningRates { get; init; }

    /// <summary>Number of actor-learners, or of actors, that the user asked for.</summary>
    public required int ActorLearners { get; init; }

    /// <summary>T_max: η and other schedules fall to it.</summary>
    public required long LastAgentStep { get; init; }

    /// <summary>T at which workers are finished: T_max, or later where a run never ends by itself.</summary>
    public required long StopsAt { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Agent steps that no episode exceeds; null if no bound is known.</summary>
    public required int? LongestEpisode { get; init; }

    /// <summary>Whether an update and the next snapshot may be one sweep: false if updates are held back.</summary>
    public required bool FusesUpdate { get; init; }

    /// <summary>The metrics and phases of the run. Workers declare theirs here when they are made.</summary>
    public required Measures Measures { get; init; }

    /// <summary>
    /// What the workers share besides θ and its targets and a resumed run needs, for example a replay memory. Whoever makes it adds its
    /// section here; each worker's own state is saved with the worker.
    /// </summary>
    public IList<Section> Sections { get; } = [];

    /// <summary>The queue of finished episodes where all actors run on one thread; null if each worker has its own.</summary>
    public required EpisodeQueue? SharedEpisodes { get; init; }

    /// <summary>Makes the actor of a number, with an environment and random numbers of its own.</summary>
    public required Func<int, Actor> CreateActor { get; init; }

    /// <summary>Makes what a worker counts with.</summary>
    public required Func<Measures, ActorStatistics> CreateStatistics { get; init; }

    /// <summary>Makes what one actor-learner's algorithm works with.</summary>
    /// <param name="index">Number of the actor-learner, below <see cref="ActorLearners"/>.</param>
    /// <returns>The context.</returns>
    public AlgorithmContext CreateContext(int index) => new()
    {
        Network = Network,
        Shared = Parameters,
        Actor = CreateActor(index),
        Optimizer = SharedStatistics ?? new OptimizerStatistics(Optimizer, Parameters.Length),
        LearningRates = LearningRates,
        LastAgentStep = LastAgentStep,
        FramesPerAgentStep = FramesPerAgentStep,
        LongestEpisode = LongestEpisode,
        Statistics = CreateStatistics(Measures),
        FusesUpdate = FusesUpdate,
    };
}
