using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Training.Parameters;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Actors;

/// <summary>
/// Many actor-learners on one thread, interleaved by agent step by a seeded scheduler: asynchrony that can be repeated, bit for bit, at any
/// number of actors on any machine.
/// </summary>
/// <remarks>
/// <para>The clock ticks once per agent step of whichever actor the scheduler draws, each acting one alike. An actor's segment lies between
/// two events: the <b>snapshot</b>, at which it copies θ, and the <b>apply</b>, some of its own agent steps and a delay later, at which it
/// updates θ. In between others apply theirs: that is staleness, and it is counted exactly. Right after an apply comes the next
/// snapshot.</para>
/// <para>Between its two events an actor touches nothing shared but T and θ⁻, so its whole segment is computed at the snapshot and its
/// gradient held until the apply: the same algorithm files run here and on threads. Only T runs ahead, by the segments that are under
/// way.</para>
/// <para>With one actor and no delay snapshot and apply alternate as on one thread, and the numbers are the same bits.</para>
/// </remarks>
internal sealed class SimulatedExecution : IWorker
{
    private readonly ActorLearner[] _learners;
    private readonly SharedParameters _shared;
    private readonly long _lastAgentStep;
    private readonly RandomGenerator _generator;
    private readonly Delay _delay;
    private readonly EpisodeQueue? _episodes;
    private readonly RecentReturns? _returns;
    private readonly EvaluationSchedule? _evaluations;
    private readonly HeldSegment[] _heldSegments;

    /// <summary>Sets up the actors, all about to take their first snapshot.</summary>
    /// <param name="learners">The actor-learners.</param>
    /// <param name="shared">Holds θ and T.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="generator">Draws who acts and how long gradients are held.</param>
    /// <param name="delay">How long.</param>
    /// <param name="episodes">The actors' queue: while it is full the clock waits, so that no episode is lost; null not to wait.</param>
    /// <param name="returns">Says when the returns have reached their target, after which no segment begins; null for no target.</param>
    /// <param name="evaluations">While one is due the clock waits, so that θ is the same in each repetition; null not to wait.</param>
    internal SimulatedExecution(
        ActorLearner[] learners,
        SharedParameters shared,
        long lastAgentStep,
        RandomGenerator generator,
        Delay delay,
        EpisodeQueue? episodes = null,
        RecentReturns? returns = null,
        EvaluationSchedule? evaluations = null)
    {
        (_episodes, _returns, _evaluations) = (episodes, returns, evaluations);
        (_learners, _shared, _lastAgentStep, _generator, _delay) = (learners, shared, lastAgentStep, generator, delay);
        _heldSegments = new HeldSegment[learners.Length];
    }

    public int Actor { get; private set; }

    /// <summary>Until T_max or the target return is reached and the last gradient applied.</summary>
    public bool HasWork
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

    private bool MayBegin => _shared.AgentSteps < _lastAgentStep && _returns is not { IsReached: true };

    public void BeginRunning()
    {
    }

    public void EndRunning()
    {
    }

    /// <summary>Takes the snapshots that are due, then lets the clock tick once.</summary>
    /// <remarks>
    /// A turn without room for every actor's episode, or while an evaluation is due, does nothing, so that the thread can still be parked
    /// and ended.
    /// </remarks>
    public void RunTurn()
    {
        bool isFull = _episodes is { } queue && queue.Room < _heldSegments.Length;
        if (isFull || _evaluations?.IsDue(_shared.AgentSteps) == true)
        {
            Thread.Sleep(1);
            return;
        }

        int acting = 0;
        for (int i = 0; i < _heldSegments.Length; i++)
        {
            if (!_heldSegments[i].IsUnderWay && MayBegin) TakeSnapshot(i);
            if (_heldSegments[i].AgentStepsLeft > 0) acting++;
        }

        if (acting > 0) Tick(_generator.NextInteger(acting));
        else ApplyWhoeverWaitsLeast();
    }

    public void Abandon()
    {
        _learners[Actor].Abandon();
        _heldSegments[Actor] = default;
    }

    /// <summary>Gives up the segments whose gradients will be refused, after a fault: they cannot be continued.</summary>
    /// <returns>Whether there were any.</returns>
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

    /// <summary>Writes who is how far.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        _generator.State.Write(writer);
        foreach (HeldSegment held in _heldSegments)
        {
            writer.Write(held.IsUnderWay);
            writer.Write(held.AgentStepsLeft);
            writer.Write(held.DelayLeft);
        }
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        _generator.State = GeneratorState.Read(reader);
        foreach (ref HeldSegment held in _heldSegments.AsSpan())
        {
            held = new HeldSegment(
                reader.ReadBoolean(),
                reader.ReadNumber("number of agent steps under way", 0, SavedState.LargestNumber),
                reader.ReadNumber("delay", -SavedState.LargestNumber, SavedState.LargestNumber));
        }
    }

    private void TakeSnapshot(int index)
    {
        Actor = index;
        _heldSegments[index] = new HeldSegment(true, _learners[index].ComputeSegment(), 0);
    }

    /// <summary>One agent step of the drawn one of those that act; for those that wait, one of the others'.</summary>
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

    private void ApplyWhoeverWaitsLeast()
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
        Actor = index;
        _learners[index].Statistics.ContinueSegment();
        _learners[index].Apply();
        _heldSegments[index] = default;
    }

    /// <summary>Where an actor stands between snapshot and apply.</summary>
    /// <param name="IsUnderWay">Whether it holds a segment.</param>
    /// <param name="AgentStepsLeft">Agent steps of the segment that the clock has not seen yet.</param>
    /// <param name="DelayLeft">Once these are done: agent steps of the others until the apply.</param>
    private readonly record struct HeldSegment(bool IsUnderWay, int AgentStepsLeft, int DelayLeft);
}
