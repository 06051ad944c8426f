using System.Collections.Immutable;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Parameters;

namespace AsyncRL.Training.Actors;

/// <summary>An actor, its learner and optimizer, and what it counts. Everything here belongs to one thread.</summary>
internal sealed class ActorLearner
{
    private readonly SharedParameters _shared;
    private readonly OptimizerStatistics? _ownOptimizer;
    private readonly ILearner _learner;

    internal ActorLearner(int index, Algorithm algorithm, AlgorithmContext context, EpisodeQueue? episodes = null)
    {
        Episodes = episodes ?? new EpisodeQueue();
        (Index, Actor, Statistics, _shared) = (index, context.Actor, context.Statistics, context.Shared);
        _ownOptimizer = context.Optimizer.Optimizer.IsShared ? null : context.Optimizer;
        _learner = algorithm.CreateLearner(context);
    }

    internal int Index { get; }

    internal Actor Actor { get; }

    internal ActorStatistics Statistics { get; }

    /// <summary>Receives finished episodes; shared where several actor-learners run on one thread.</summary>
    internal EpisodeQueue Episodes { get; }

    /// <summary>Whether it holds a gradient that its update will refuse.</summary>
    internal bool HoldsRefusableGradient => _learner.Model.HoldsRefusableGradient;

    /// <summary>The first half of a turn of the paper's outer loop: a segment from its snapshot to its gradient.</summary>
    /// <returns>Its agent steps.</returns>
    internal int ComputeSegment()
    {
        Statistics.BeginSegment();
        return _learner.Compute();
    }

    /// <summary>The second half: the update.</summary>
    internal void Apply()
    {
        _learner.Apply();
        Statistics.EndSegment();
        if (Actor.EpisodeIsOver)
            Episodes.Add(new EpisodeRecord(Index, _shared.AgentSteps, Actor.EpisodeReturn, Actor.EpisodeLength));
    }

    /// <summary>Gives up the segment and the episode after a failed turn: the next segment begins a new episode.</summary>
    internal void Abandon()
    {
        Actor.AbandonEpisode();
        _learner.Model.Abandon();
        _learner.Abandon();
    }

    /// <summary>The share of each layer's inputs that were not 0 in the last segment; between turns. Empty before the first.</summary>
    internal ImmutableArray<InputDensity> MeasureDensities() => _learner.Model.MeasureDensities();

    /// <summary>Writes everything that the actor-learner's future depends on; between the halves of a turn or between turns.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        Actor.SaveState(writer);
        Statistics.SaveState(writer);
        _ownOptimizer?.SaveState(writer);
        _learner.Model.SaveState(writer);
        _learner.SaveState(writer);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        Actor.RestoreState(reader);
        Statistics.RestoreState(reader);
        _ownOptimizer?.RestoreState(reader);
        _learner.Model.RestoreState(reader);
        _learner.RestoreState(reader);
    }
}
