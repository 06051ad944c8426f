using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>The objects that one actor-learner's algorithm works with.</summary>
public sealed class AlgorithmContext
{
    /// <summary>The network, shared by all threads.</summary>
    public required Network<float> Network { get; init; }

    /// <summary>θ and T, shared by all threads.</summary>
    public required SharedParameters Shared { get; init; }

    /// <summary>The thread's environment and generator.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The optimizer with its statistics, shared or of the thread.</summary>
    public required OptimizerStatistics Optimizer { get; init; }

    /// <summary>η as a function of T.</summary>
    public required Annealing LearningRates { get; init; }

    /// <summary>T_max.</summary>
    public required long LastAgentStep { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Upper bound of the agent steps of an episode; null if none is known.</summary>
    public required int? LongestEpisode { get; init; }

    /// <summary>The thread's statistics.</summary>
    public required ActorStatistics Statistics { get; init; }

    /// <summary>
    /// Whether an update and the next snapshot are one sweep. Only <see cref="LocalModel"/> uses it; the algorithms do not depend on it.
    /// </summary>
    public bool FusesUpdate { get; init; }

    /// <summary>η at the present T.</summary>
    public double LearningRate => LearningRates.At(Shared.AgentSteps);

    /// <summary>Makes a model for the thread.</summary>
    /// <returns>θ′ and dθ.</returns>
    public LocalModel CreateModel() => new(Network, Shared, Optimizer, Statistics, FusesUpdate);
}
