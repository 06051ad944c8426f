using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Workers;

/// <summary>
/// The turn of one actor-learner, in two halves: <see cref="Compute"/> and <see cref="Apply"/>. From the snapshot at the start of <see
/// cref="Compute"/> until <see cref="Apply"/> the learner uses no shared data but T and θ⁻. The simulated execution and the fused updates
/// depend on this.
/// </summary>
public interface ILearner
{
    /// <summary>The learner's θ′ and dθ. The actor-learner saves and abandons their state.</summary>
    LocalModel Model { get; }

    /// <summary>Whether the last turn acted. A learner with a replay memory also has turns that only learn from it.</summary>
    bool HasActed => true;

    /// <summary>Runs the body of the paper's <c>repeat</c> up to the update: snapshot, act, bootstrap, accumulate gradients.</summary>
    /// <returns>Agent steps done; 0 if the turn only learned from a replay memory.</returns>
    int Compute();

    /// <summary>Updates θ by the segment's gradient.</summary>
    /// <exception cref="Parameters.NonFiniteGradientException">The gradient is not finite; θ is untouched.</exception>
    void Apply();

    /// <summary>Abandons the segment after one of the halves has failed. The actor-learner abandons the model's state.</summary>
    void Abandon()
    {
    }

    /// <summary>Writes or reads the learner's state, except for the states of the actor, the optimizer and the model.</summary>
    /// <param name="state">Writes or reads the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    void Transfer(StateTransfer state)
    {
    }
}

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
        if (_learner.HasActed && Actor.EpisodeIsOver)
            Episodes.Add(new EpisodeRecord(Index, _shared.AgentSteps, Actor.EpisodeReturn, Actor.EpisodeLength));
    }

    /// <summary>Abandons the segment and the episode after a failed turn. The next segment begins a new episode.</summary>
    public void Abandon()
    {
        Actor.AbandonEpisode();
        _learner.Model.Abandon();
        _learner.Abandon();
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => _learner.Model.MeasureDensities();

    /// <summary>Writes or reads the actor-learner's whole state. Called between turns or between the halves of a turn.</summary>
    public void Transfer(StateTransfer state)
    {
        Actor.Transfer(state);
        Statistics.Transfer(state);
        _ownOptimizer?.Transfer(state);
        _learner.Model.Transfer(state);
        _learner.Transfer(state);
        if (state.IsRestoring && Actor.HasLostEpisode) Abandon();
    }
}
