using System.Collections.Immutable;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Actors;

/// <summary>
/// An actor, its algorithm and optimizer, and what it counts. Everything here belongs to one thread.
/// </summary>
internal sealed class ActorLearner : IDisposable
{
    private readonly SharedParameters _shared;
    private readonly ISegmentAlgorithm _algorithm;

    internal ActorLearner(
        int index, AlgorithmDescription description, object options, AlgorithmContext context, EpisodeQueue? episodes = null)
    {
        Episodes = episodes ?? new EpisodeQueue();
        (Index, Actor, Statistics, Optimizer) = (index, context.Actor, context.Statistics, context.Optimizer);
        _shared = context.Shared;
        _algorithm = description.Create(context, options);
    }

    internal int Index { get; }

    internal Actor Actor { get; }

    internal ActorStatistics Statistics { get; }

    internal Optimizer Optimizer { get; }

    /// <summary>Where finished episodes go; shared where several actor-learners run on one thread.</summary>
    internal EpisodeQueue Episodes { get; }

    /// <summary>Whether it holds a gradient that its update will refuse.</summary>
    internal bool HoldsRefusableGradient => _algorithm.HoldsRefusableGradient;

    /// <summary>The first half of a turn of the paper's outer loop: a segment from its snapshot to its gradient.</summary>
    /// <returns>Its agent steps.</returns>
    internal int ComputeSegment()
    {
        Statistics.BeginSegment();
        return _algorithm.ComputeSegment();
    }

    /// <summary>The second half: the update.</summary>
    internal void Apply()
    {
        _algorithm.Apply();
        Statistics.EndSegment();
        if (Actor.EpisodeIsOver)
            Episodes.Add(new EpisodeRecord(Index, _shared.AgentSteps, Actor.EpisodeReturn, Actor.EpisodeLength));
    }

    /// <summary>Gives up the segment and the episode: the next segment begins a new one. For a turn that failed.</summary>
    internal void Abandon()
    {
        Actor.AbandonEpisode();
        _algorithm.Abandon();
    }

    /// <summary>How much of each layer's inputs was not 0 in the last segment; between turns. Empty if nobody knows.</summary>
    internal ImmutableArray<InputDensity> MeasureDensities() => _algorithm.MeasureDensities();

    /// <summary>Writes all that the actor-learner's future depends on; between the halves of a turn or between turns.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        Actor.SaveState(writer);
        Statistics.SaveState(writer);
        Optimizer.SaveState(writer);
        _algorithm.SaveState(writer);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        Actor.RestoreState(reader);
        Statistics.RestoreState(reader);
        Optimizer.RestoreState(reader);
        _algorithm.RestoreState(reader);
        if (Actor.HasLostEpisode) Abandon();
    }

    /// <summary>Disposes of the actor and its environment.</summary>
    public void Dispose() => Actor.Dispose();
}
