using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// The worker of the paper's algorithms: an actor, its learner, its optimizer and its statistics. A turn is a segment. Everything here
/// belongs to one thread.
/// </summary>
internal sealed class ActorLearner : IHeldUpdate
{
    private readonly SharedParameters _shared;
    private readonly OptimizerStatistics? _ownOptimizer;
    private readonly ILearner _learner;
    private readonly long _lastAgentStep;

    /// <summary>Creates an actor-learner.</summary>
    /// <param name="index">Its number in the run.</param>
    /// <param name="context">The objects that its learner works with.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="lastAgentStep">T at which it is finished: T_max, or a larger number if the run never ends by itself.</param>
    /// <param name="episodes">Receives finished episodes; a new queue if null.</param>
    internal ActorLearner(int index, AlgorithmContext context, ILearner learner, long lastAgentStep, EpisodeQueue? episodes = null)
    {
        Episodes = episodes ?? new EpisodeQueue();
        (_learner, _lastAgentStep) = (learner, lastAgentStep);
        (Index, Actor, Statistics, _shared) = (index, context.Actor, context.Statistics, context.Shared);
        _ownOptimizer = context.Optimizer.Optimizer.IsShared ? null : context.Optimizer;
    }

    internal int Index { get; }

    /// <inheritdoc/>
    public string Name => $"actor-learner {Index}";

    internal Actor Actor { get; }

    /// <inheritdoc/>
    public ActorStatistics Statistics { get; }

    /// <summary>Receives finished episodes.</summary>
    public EpisodeQueue Episodes { get; }

    /// <inheritdoc/>
    public bool HoldsRefusableGradient => _learner.Model.HoldsRefusableGradient;

    /// <inheritdoc/>
    public bool HasLostSegment => Actor.HasLostEpisode;

    /// <summary>Runs one iteration of the paper's outer loop: a segment and its update.</summary>
    /// <inheritdoc/>
    public Turn Run()
    {
        if (_shared.AgentSteps >= _lastAgentStep) return Turn.Finished;
        Compute();
        Apply();
        return Turn.Worked;
    }

    /// <summary>Runs a segment from its snapshot to its gradient.</summary>
    /// <inheritdoc/>
    public int Compute()
    {
        Statistics.BeginSegment();
        return _learner.Compute();
    }

    /// <inheritdoc/>
    public void Apply()
    {
        _learner.Apply();
        Statistics.EndSegment();
        if (Actor.EpisodeIsOver)
            Episodes.Add(new EpisodeRecord(Index, _shared.AgentSteps, Actor.EpisodeReturn, Actor.EpisodeLength));
    }

    /// <summary>Abandons the segment and the episode after a failed turn. The next segment begins a new episode.</summary>
    public void Abandon()
    {
        Actor.AbandonEpisode();
        _learner.Model.Abandon();
        _learner.Abandon();
    }

    /// <summary>
    /// Measures the share of each layer's inputs that was not 0 in the last segment. Called between turns; empty before the first.
    /// </summary>
    internal ImmutableArray<InputDensity> MeasureDensities() => _learner.Model.MeasureDensities();

    /// <summary>Writes the actor-learner's whole state. Called between turns or between the halves of a turn.</summary>
    public void SaveState(BinaryWriter writer)
    {
        Actor.SaveState(writer);
        Statistics.SaveState(writer);
        _ownOptimizer?.SaveState(writer);
        _learner.Model.SaveState(writer);
        _learner.SaveState(writer);
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    public void RestoreState(BinaryReader reader)
    {
        Actor.RestoreState(reader);
        Statistics.RestoreState(reader);
        _ownOptimizer?.RestoreState(reader);
        _learner.Model.RestoreState(reader);
        _learner.RestoreState(reader);
        if (Actor.HasLostEpisode) Abandon();
    }
}
