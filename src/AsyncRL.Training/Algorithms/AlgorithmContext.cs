using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Algorithms;

/// <summary>What one actor-learner's algorithm works with.</summary>
internal sealed class AlgorithmContext
{
    public required Network<float> Network { get; init; }

    public required SharedParameters Shared { get; init; }

    public required Actor Actor { get; init; }

    public required Optimizer Optimizer { get; init; }

    public required GradientClipper Clipper { get; init; }

    /// <summary>η.</summary>
    public required Annealing LearningRate { get; init; }

    /// <summary>T_max.</summary>
    public required long LastAgentStep { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Agent steps that no episode exceeds; null where none is known.</summary>
    public required int? LongestEpisode { get; init; }

    public required ActorStatistics Statistics { get; init; }

    /// <summary>
    /// Whether a segment's update is one sweep that multiplies out the gradient, moves θ and takes the next snapshot; else each is a pass
    /// of its own, in the order of the pseudo-code.
    /// </summary>
    public bool FusesUpdate { get; init; }
}
