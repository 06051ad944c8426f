using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// The trajectories of a run. Each has a slot of a rollout, which is allocated once. A slot is free, or an actor fills it, or it waits for
/// a learner, or a learner learns from it. Actors and learners exchange only the numbers of slots.
/// </summary>
internal sealed class TrajectoryStore
{
    private readonly bool[] _isFree;
    private PaddedCounter _filling;

    /// <summary>Allocates the slots, all of which are free.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actor">An actor, whose environment determines the observations and the actions.</param>
    /// <param name="slots">Number of slots.</param>
    /// <param name="steps">Largest number of agent steps of a trajectory. A slot has one more row, for the observation after them.</param>
    internal TrajectoryStore(NetworkStructure network, Actor actor, int slots, int steps)
    {
        Rollout = new Rollout(network, actor, slots, checked(steps + 1));
        Actions = actor.Actions;
        (Lengths, Versions, _isFree) = (new int[slots], new long[slots], new bool[slots]);
        (Free, Filled) = (new SlotQueue(slots), new SlotQueue(slots));
        for (int slot = 0; slot < slots; slot++) Free.Add(slot);
    }

    /// <summary>The rows of all slots.</summary>
    internal Rollout Rollout { get; }

    /// <summary>The actions of the environments.</summary>
    internal ActionSpecification Actions { get; }

    /// <summary>Number of agent steps of each trajectory.</summary>
    internal int[] Lengths { get; }

    /// <summary>The number of updates of the θ that chose the first action of each trajectory.</summary>
    internal long[] Versions { get; }

    /// <summary>The free slots.</summary>
    internal SlotQueue Free { get; }

    /// <summary>The slots whose trajectories wait for a learner.</summary>
    internal SlotQueue Filled { get; }

    /// <summary>Number of slots.</summary>
    internal int Slots => Lengths.Length;

    /// <summary>Whether some actor fills a trajectory, so that a learner must not end yet.</summary>
    internal bool IsFilling => _filling.Value > 0;

    /// <summary>The section of a checkpoint with all trajectories that are not learned yet.</summary>
    internal Section Section => new("trajectories", Transfer);

    /// <summary>Reports that an actor begins to fill one or several trajectories.</summary>
    internal void BeginFilling() => _filling.Add(1);

    /// <summary>Reports that the actor has handed them to the learners, or given them up.</summary>
    internal void EndFilling() => _filling.Add(-1);

    private void Transfer(StateTransfer state)
    {
        Free.Transfer(state, "slot", Slots);
        Filled.Transfer(state, "slot", Slots);
        state.Numbers(Lengths, "length of a trajectory", 0, Rollout.Steps - 1);
        foreach (ref long version in Versions.AsSpan()) state.LongNumber(ref version, "number of updates", 0, long.MaxValue);
        Array.Clear(_isFree);
        Free.Mark(_isFree);
        Rollout.TransferStates(state);
        for (int slot = 0; slot < Slots; slot++)
        {
            if (!_isFree[slot]) Rollout.Transfer(slot, state);
        }
    }
}
