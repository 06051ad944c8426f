using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// Agent steps of one environment on their way from the thread that acts to the thread that owns the replay memory. One thread writes, one
/// reads, without locks. The writer waits for room before it acts.
/// </summary>
internal sealed class Outbox
{
    private readonly ExperienceRing _ring;
    private readonly int _mostRows;
    private PaddedCounter _published;
    private PaddedCounter _taken;
    private PaddedCounter _version;

    /// <summary>Allocates room for at least two stretches of agent steps: the reader takes one while the other is written.</summary>
    /// <param name="observation">The observations of the environment.</param>
    /// <param name="options">The options.</param>
    internal Outbox(ObservationSpecification observation, ApexOptions options)
    {
        // Each agent step could be the last one of an episode that a time limit ends.
        _mostRows = checked(2 * options.TMax);
        _ring = new ExperienceRing(observation, RowsOf(observation, options), options.Steps, ScoredItems.Numbers);
    }

    /// <summary>Rows that are written but not published belong to the writer alone.</summary>
    internal ExperienceRing Ring => _ring;

    /// <summary>Whether a stretch can be written.</summary>
    internal bool HasRoom => _ring.Written - _taken.Value + _mostRows <= _ring.Capacity;

    /// <summary>Whether rows can be taken.</summary>
    internal bool HasRows => _published.Value > _taken.Value;

    /// <summary>The number of updates of the θ that acted in the rows that were published last.</summary>
    internal long Version => _version.Value;

    /// <summary>The rows of an outbox.</summary>
    internal static int RowsOf(ObservationSpecification observation, ApexOptions options) =>
        ExperienceRing.CapacityFor(observation, options.Steps, checked(4 * options.TMax));

    /// <summary>Hands all rows to the reader.</summary>
    /// <param name="version">The number of updates of the θ that acted.</param>
    internal void Publish(long version)
    {
        _version.Value = version;
        _published.Value = _ring.Written;
    }

    /// <summary>Moves the published rows to a ring of the memory.</summary>
    /// <param name="items">The ring, and what can be drawn from it.</param>
    /// <returns>Number of agent steps.</returns>
    internal int Take(RingItems items)
    {
        int agentSteps = 0;
        long end = _published.Value;
        for (long row = _taken.Value; row < end; row++)
        {
            if (items.Ring.Copy(_ring, row)) agentSteps++;
            items.Refresh();
        }

        _taken.Value = end;
        return agentSteps;
    }

    /// <summary>Writes or reads the rows. Called while no thread acts.</summary>
    /// <param name="state">Writes or reads them.</param>
    /// <param name="choices">Number of actions.</param>
    internal void Transfer(StateTransfer state, int choices)
    {
        _ring.Transfer(state, choices);
        _published.Value = state.LongNumber(_published.Value, "number of published rows", _ring.Oldest, _ring.Written);
        _taken.Value = state.LongNumber(_taken.Value, "number of taken rows", _ring.Oldest, _published.Value);
        _version.Value = state.LongNumber(_version.Value, "number of updates", 0, long.MaxValue);
    }
}

/// <summary>The outboxes of all environments of a run.</summary>
internal sealed class Outboxes
{
    private readonly Outbox[] _outboxes;
    private readonly int _choices;
    private PaddedCounter _filling;

    /// <summary>Allocates an outbox for each environment.</summary>
    /// <param name="observation">The observations of the environments.</param>
    /// <param name="actions">Their actions.</param>
    /// <param name="options">The options.</param>
    internal Outboxes(ObservationSpecification observation, ActionSpecification actions, ApexOptions options)
    {
        (_outboxes, _choices) = (new Outbox[options.Environments], actions.Count);
        for (int i = 0; i < _outboxes.Length; i++) _outboxes[i] = new Outbox(observation, options);
    }

    /// <summary>Whether some thread writes rows, so that a learner must not end yet.</summary>
    internal bool IsFilling => _filling.Value > 0;

    /// <summary>The section of a checkpoint with the rows that are not in the memory yet.</summary>
    internal Section Section => new("outboxes", Transfer);

    /// <summary>The outbox of an environment.</summary>
    internal Outbox this[int environment] => _outboxes[environment];

    /// <summary>Reports that a thread begins to write rows.</summary>
    internal void BeginFilling() => _filling.Add(1);

    /// <summary>Reports that it has published them, or failed.</summary>
    internal void EndFilling() => _filling.Add(-1);

    private void Transfer(StateTransfer state)
    {
        foreach (Outbox outbox in _outboxes) outbox.Transfer(state, _choices);
    }
}
