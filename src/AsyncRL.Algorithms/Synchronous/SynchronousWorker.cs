using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// One member of a synchronous batch as a worker. Its learner does the member's part of a round. The worker meets the other members and
/// takes part in each update.
/// </summary>
/// <remarks>
/// For an update the members meet three times: when all gradients are complete, when all slices are summed, and when θ is updated. Agent
/// steps are counted between the first two of these meetings. No member can begin or end a round there, so all members see the same T at
/// the beginning of a round, and all finish in the same round.
/// </remarks>
internal sealed class SynchronousWorker : IWorker
{
    private readonly SharedParameters _shared;
    private readonly Rendezvous _rendezvous;
    private readonly SynchronousUpdate _update;
    private readonly ISynchronousLearner _learner;
    private readonly Phase _wait;
    private readonly int _index;
    private readonly int _agentStepsOfRound;
    private readonly long _lastAgentStep;
    private readonly Action _publishNormalization;
    private Stage _stage;
    private long _rounds;
    private long _meetings;
    private bool _isInRound;
    private bool _hasCounted;

    /// <summary>Creates a member.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="group">The objects that the members share.</param>
    /// <param name="learner">Its learner.</param>
    /// <param name="statistics">Its statistics.</param>
    internal SynchronousWorker(int index, SynchronousGroup group, ISynchronousLearner learner, ActorStatistics statistics)
    {
        (_index, _learner, Statistics) = (index, learner, statistics);
        (_shared, _rendezvous, _update) = (group.Shared, group.Rendezvous, group.Update);
        (_agentStepsOfRound, _lastAgentStep) = (group.AgentStepsOfRound, group.LastAgentStep);
        _publishNormalization = group.PublishNormalization;
        Episodes = group.EpisodesOf(index);
        _wait = statistics.Measures.Phase("wait");
        _update.Join(index, learner.Model);
    }

    private enum Stage
    {
        Learn,
        Sum,
        Apply,
    }

    /// <inheritdoc/>
    public string Name => $"learner {_index}";

    /// <inheritdoc/>
    public ActorStatistics Statistics { get; }

    /// <inheritdoc/>
    public EpisodeQueue? Episodes { get; }

    /// <summary>Whether the member is between two rounds, and no other member has begun the next round.</summary>
    public bool IsAtRest => !_isInRound && _rendezvous.RoundsBegun == _rounds;

    /// <inheritdoc/>
    public Turn Run()
    {
        if (!_rendezvous.HasMet(_meetings)) return Turn.Waiting;
        if (_isInRound) Statistics.Mark(_wait);
        switch (_stage)
        {
            case Stage.Sum:
                Sum();
                return Turn.Worked;
            case Stage.Apply:
                Apply();
                return Turn.Worked;
            default:
                return Learn();
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<InputDensity> MeasureDensities() => _learner.Model.MeasureDensities();

    /// <inheritdoc/>
    public void Abandon()
    {
        foreach (Actor actor in _learner.Actors) actor.AbandonEpisode();
        _learner.Model.Abandon();
        _learner.Abandon();
    }

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer)
    {
        // After the failure of a member the others stop in the middle of a round, which cannot be continued.
        if (!IsAtRest) Abandon();
        foreach (Actor actor in _learner.Actors) actor.SaveState(writer);
        Statistics.SaveState(writer);
        _learner.Model.SaveState(writer);
        _learner.SaveState(writer);
    }

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader)
    {
        foreach (Actor actor in _learner.Actors)
        {
            actor.RestoreState(reader);

            // The environment could not save its episode. The next round begins another one.
            if (actor.HasLostEpisode) actor.AbandonEpisode();
        }

        Statistics.RestoreState(reader);
        _learner.Model.RestoreState(reader);
        _learner.RestoreState(reader);
    }

    private Turn Learn()
    {
        if (!_isInRound)
        {
            if (_shared.AgentSteps >= _lastAgentStep) return Turn.Finished;
            BeginRound();
        }

        switch (_learner.Advance())
        {
            case RoundStep.Meet:
                Meet(Stage.Learn);
                break;
            case RoundStep.Update:
                Meet(Stage.Sum);
                break;
            default:
                EndRound();
                break;
        }

        return Turn.Worked;
    }

    private void BeginRound()
    {
        (_isInRound, _hasCounted) = (true, false);
        _rounds++;
        _rendezvous.BeginRound(_rounds);
        Statistics.BeginSegment();
    }

    private void EndRound()
    {
        _isInRound = false;
        Statistics.EndSegment();
    }

    private void Sum()
    {
        _update.Sum(_index, _learner.GradientScale);
        if (!_hasCounted && _index == 0)
        {
            _shared.AddAgentSteps(_agentStepsOfRound);
            _publishNormalization();
        }

        _hasCounted = true;
        Statistics.Mark(Phase.Apply);
        Meet(Stage.Apply);
    }

    private void Apply()
    {
        double norm = _update.Apply(_index, _learner.LearningRate);
        _learner.Model.CountUpdate(norm, 0);
        Statistics.Mark(Phase.Apply);
        Meet(Stage.Learn);
    }

    private void Meet(Stage next)
    {
        _stage = next;
        _meetings++;
        _rendezvous.Arrive();
    }
}
