using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Execution;

/// <summary>
/// Many actor-learners on one thread. A seeded scheduler interleaves them by agent steps, so that an asynchronous run with any number of
/// actors is repeatable bit for bit.
/// </summary>
/// <remarks>
/// <para>The clock ticks once per agent step. The scheduler draws the actor of the step; all acting actors have the same probability. A
/// segment has two events: the <b>snapshot</b>, at which the actor copies θ, and the <b>apply</b>, at which it updates θ. The apply follows
/// after the segment's agent steps and a delay. The updates of other actors between the two events are the segment's staleness, which is
/// counted exactly. The next snapshot follows right after an apply.</para>
/// <para>Between its two events an actor uses no shared data but T and θ⁻. Therefore its whole segment is computed at the snapshot, and its
/// gradient is held until the apply. The same algorithm files run here and on threads. Only T is ahead, by the segments that are not yet
/// applied.</para>
/// <para>An update from a replay memory has no agent steps. Its apply follows after a delay, at the next tick at the earliest.</para>
/// <para>With one actor and no delay, snapshot and apply alternate as on one thread, and the numbers have the same bits.</para>
/// </remarks>
internal sealed class SimulatedExecution : IWorker
{
    private readonly IReadOnlyList<IHeldUpdate> _learners;
    private readonly SharedParameters _shared;
    private readonly long _lastAgentStep;
    private readonly RandomGenerator _generator;
    private readonly Delay _delay;
    private readonly EpisodeQueue? _episodes;
    private readonly IEarlyEnd? _early;
    private readonly HeldSegment[] _heldSegments;
    private int _serving;

    /// <summary>Creates the execution. The next turn takes the first snapshot of every actor.</summary>
    /// <param name="learners">The actor-learners.</param>
    /// <param name="shared">Holds θ and T.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="generator">Draws the actor that acts, and the delays of gradients.</param>
    /// <param name="delay">The distribution of the delays.</param>
    /// <param name="episodes">The actors' queue. While it is full the clock waits, so that no episode is lost; null not to wait.</param>
    /// <param name="early">What ends the run before T_max. After it is reached no segment begins; null for nothing.</param>
    internal SimulatedExecution(
        IReadOnlyList<IHeldUpdate> learners,
        SharedParameters shared,
        long lastAgentStep,
        RandomGenerator generator,
        Delay delay,
        EpisodeQueue? episodes = null,
        IEarlyEnd? early = null)
    {
        (_episodes, _early) = (episodes, early);
        (_learners, _shared, _lastAgentStep, _generator, _delay) = (learners, shared, lastAgentStep, generator, delay);
        _heldSegments = new HeldSegment[learners.Count];
    }

    /// <summary>Name of the actor-learner that the present turn serves.</summary>
    public string Name => _learners[_serving].Name;

    /// <summary>Statistics of the actor-learner that the present turn serves.</summary>
    public ActorStatistics Statistics => _learners[_serving].Statistics;

    /// <summary>Whether neither T_max nor an early end is reached, or a gradient is not applied yet.</summary>
    internal bool HasWork
    {
        get
        {
            if (MayBegin) return true;
            foreach (HeldSegment held in _heldSegments)
            {
                if (held.IsUnderWay) return true;
            }

            return false;
        }
    }

    private bool MayBegin => _shared.AgentSteps < _lastAgentStep && _early is not { IsReached: true };

    /// <summary>Takes the snapshots that are due, then advances the clock by one tick.</summary>
    /// <remarks>The clock waits while the queue has no space for an episode of every actor.</remarks>
    public Turn Run()
    {
        if (!HasWork) return Turn.Finished;
        if (_episodes is { } queue && queue.Room < _heldSegments.Length) return Turn.Waiting;
        int acting = 0;
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            if (!_heldSegments[i].IsUnderWay && MayBegin) TakeSnapshot(i);
            if (_heldSegments[i].AgentStepsLeft > 0) acting++;
        }

        if (acting > 0) Tick(_generator.NextInteger(acting));
        else ApplyNextDue();
        return Turn.Worked;
    }

    public void Abandon()
    {
        _learners[_serving].Abandon();
        _heldSegments[_serving] = default;
    }

    /// <summary>Abandons the segments whose gradients will be refused. Called after a fault, because they cannot be continued.</summary>
    /// <returns>Whether a segment was abandoned.</returns>
    internal bool AbandonRefusable()
    {
        bool any = false;
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            if (!_learners[i].HoldsRefusableGradient) continue;
            _learners[i].Abandon();
            _heldSegments[i] = default;
            any = true;
        }

        return any;
    }

    /// <summary>Writes or reads the position of every actor between its snapshot and its update.</summary>
    public void Transfer(StateTransfer state)
    {
        state.Generator(_generator);
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            _heldSegments[i] = _heldSegments[i].Transfer(state);

            // The actor-learner abandoned the segment together with an episode that its environment could not save.
            if (state.IsRestoring && _learners[i].HasLostSegment) _heldSegments[i] = default;
        }
    }

    private void TakeSnapshot(int index)
    {
        _serving = index;
        int steps = _learners[index].Compute();
        _heldSegments[index] = new HeldSegment(true, steps, steps == 0 ? _delay.Draw(_generator) : 0);
    }

    /// <summary>Counts one agent step: of the drawn actor among those that act, and of another actor for those that wait.</summary>
    private void Tick(int drawn)
    {
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            ref HeldSegment held = ref _heldSegments[i];
            if (!held.IsUnderWay) continue;
            if (held.AgentStepsLeft == 0)
            {
                held = held with { DelayLeft = held.DelayLeft - 1 };
            }
            else if (drawn-- == 0)
            {
                int left = held.AgentStepsLeft - 1;
                held = new HeldSegment(true, left, left == 0 ? _delay.Draw(_generator) : 0);
            }

            if (held is { AgentStepsLeft: 0, DelayLeft: <= 0 }) Apply(i);
        }
    }

    private void ApplyNextDue()
    {
        int least = -1;
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            if (_heldSegments[i].IsUnderWay && (least < 0 || _heldSegments[i].DelayLeft < _heldSegments[least].DelayLeft)) least = i;
        }

        if (least >= 0) Apply(least);
    }

    private void Apply(int index)
    {
        _serving = index;
        _learners[index].Statistics.ContinueSegment();
        _learners[index].Apply();
        _heldSegments[index] = default;
    }

    /// <summary>The position of an actor between snapshot and apply.</summary>
    /// <param name="IsUnderWay">Whether it holds a segment.</param>
    /// <param name="AgentStepsLeft">Agent steps of the segment that the clock has not counted yet.</param>
    /// <param name="DelayLeft">Agent steps of other actors from the segment's last agent step until the apply.</param>
    private readonly record struct HeldSegment(bool IsUnderWay, int AgentStepsLeft, int DelayLeft)
    {
        internal HeldSegment Transfer(StateTransfer state) => new(
            state.Truth(IsUnderWay, "mark of a segment under way"),
            state.Number(AgentStepsLeft, "number of agent steps under way", 0, SavedState.LargestNumber),
            state.Number(DelayLeft, "delay", -SavedState.LargestNumber, SavedState.LargestNumber));
    }
}

/// <summary>What ends a run before T_max, such as a target return.</summary>
internal interface IEarlyEnd
{
    /// <summary>Whether it has been reached at any time. Any thread may read it.</summary>
    bool IsReached { get; }
}

/// <summary>The delay between the end of a segment and its update in the simulated execution.</summary>
/// <param name="distribution">One of <see cref="Distributions"/>.</param>
/// <param name="mean">The mean, in agent steps of the other actors.</param>
internal sealed class Delay(string distribution, double mean)
{
    /// <summary>The distributions that a user can choose.</summary>
    internal const string Distributions = "constant uniform geometric";

    /// <summary>
    /// Draws a delay. "constant" is the rounded mean, "uniform" any whole number from 0 to twice the mean, and "geometric" the geometric
    /// distribution.
    /// </summary>
    /// <returns>Agent steps of the other actors, at least 0.</returns>
    internal int Draw(RandomGenerator generator) => mean <= 0 ? 0 : distribution switch
    {
        "uniform" => generator.NextInteger((int)Math.Round(2 * mean) + 1),
        "geometric" => (int)Math.Floor(Math.Log(1 - generator.NextDouble()) / Math.Log(mean / (1 + mean))),
        _ => (int)Math.Round(mean),
    };
}
