using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Queued;

/// <summary>What happens next in an environment whose agent asks for predictions.</summary>
internal enum PredictionStage
{
    /// <summary>The environment has no slot for its next segment.</summary>
    Idle,

    /// <summary>Its present observation waits for a predictor.</summary>
    Requested,

    /// <summary>Its agent owns the segment: the distribution and the value of its present observation are in the rollout.</summary>
    Answered,
}

/// <summary>
/// The requests of environments for predictions. At each time an agent or a predictor owns an environment: the agent hands it over by the
/// queue of requests, and the predictor by its stage.
/// </summary>
internal sealed class Predictions
{
    private readonly int[] _stages;
    private readonly int _slots;
    private readonly int _longest;

    /// <summary>Makes the queue, in which nothing waits.</summary>
    /// <param name="network">The network.</param>
    /// <param name="environments">E.</param>
    /// <param name="slots">Number of slots.</param>
    /// <param name="longest">The largest length of a segment.</param>
    internal Predictions(NetworkStructure network, int environments, int slots, int longest)
    {
        (_slots, _longest) = (slots, longest);
        (_stages, Slots, Steps, IsLast) = (new int[environments], new int[environments], new int[environments], new bool[environments]);
        Requests = new SlotQueue(environments);
        States = new SequenceStates(network, environments);
    }

    /// <summary>The environments whose observations wait.</summary>
    internal SlotQueue Requests { get; }

    /// <summary>The slot of each environment's segment.</summary>
    internal int[] Slots { get; }

    /// <summary>The time step of each environment in its segment.</summary>
    internal int[] Steps { get; }

    /// <summary>Whether only V of the present observation is needed, because the segment is complete.</summary>
    internal bool[] IsLast { get; }

    /// <summary>The states of a network with memory before the present observation of each environment.</summary>
    internal SequenceStates States { get; }

    /// <summary>The section of a checkpoint with the requests.</summary>
    internal Section Section => new("predictions", Transfer);

    /// <summary>The stage of an environment. What its last owner wrote is visible after the read.</summary>
    internal PredictionStage StageOf(int environment) => (PredictionStage)Volatile.Read(ref _stages[environment]);

    /// <summary>
    /// Gives an environment the slot of its next segment. From here on the agent owns the segment, so that no slot is lost if the
    /// reset of the environment fails.
    /// </summary>
    internal void Begin(int environment, int slot)
    {
        (Slots[environment], Steps[environment], IsLast[environment]) = (slot, 0, false);
        Answer(environment);
    }

    /// <summary>Hands an environment to a predictor.</summary>
    internal void Request(int environment)
    {
        _stages[environment] = (int)PredictionStage.Requested;
        Requests.Add(environment);
    }

    /// <summary>Hands an environment back to its agent.</summary>
    internal void Answer(int environment) => Volatile.Write(ref _stages[environment], (int)PredictionStage.Answered);

    /// <summary>Reports that an environment has no segment.</summary>
    internal void SetIdle(int environment) => Volatile.Write(ref _stages[environment], (int)PredictionStage.Idle);

    private void Transfer(StateTransfer state)
    {
        state.Numbers(_stages, "stage", 0, (int)PredictionStage.Answered);
        state.Numbers(Slots, "slot", 0, _slots - 1);
        state.Numbers(Steps, "time step", 0, _longest);
        state.Truths(IsLast, "mark of a last observation");
        Requests.Transfer(state, "environment", _stages.Length);
        States.Transfer(state);
    }
}
