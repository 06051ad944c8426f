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

    public required LearningRate LearningRate { get; init; }

    public required ActorStatistics Statistics { get; init; }
}
