using AsyncRL.Training.Algorithms;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Actors;

/// <summary>
/// One of the threads' work: an actor, its algorithm and optimiser, and what it counts. Everything here belongs to one thread.
/// </summary>
internal sealed class ActorLearner
{
    private readonly SharedParameters _shared;
    private readonly ISegmentAlgorithm _algorithm;

    internal ActorLearner(int index, AlgorithmDescription description, object options, AlgorithmContext context)
    {
        (Index, Actor, Statistics, Optimizer) = (index, context.Actor, context.Statistics, context.Optimizer);
        _shared = context.Shared;
        _algorithm = description.Create(context, options);
    }

    internal int Index { get; }

    internal Actor Actor { get; }

    internal ActorStatistics Statistics { get; }

    internal Optimizer Optimizer { get; }

    internal EpisodeQueue Episodes { get; } = new();

    /// <summary>Computes a segment and applies it: one turn of the paper's outer loop.</summary>
    internal void RunSegment()
    {
        _algorithm.ComputeSegment();
        _algorithm.Apply();
        if (Actor.EpisodeIsOver)
            Episodes.Add(new EpisodeRecord(Index, _shared.AgentSteps, Actor.EpisodeReturn, Actor.EpisodeLength));
    }

    /// <summary>Writes all that the thread's future depends on; between segments.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        Actor.SaveState(writer);
        Statistics.SaveState(writer);
        foreach (float value in Optimizer.OwnStatistic) writer.Write(value);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        Actor.RestoreState(reader);
        Statistics.RestoreState(reader);
        foreach (ref float value in Optimizer.OwnStatistic) value = reader.ReadSingle();
    }
}
