using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>Acts in the environments of a member side by side, and records the agent steps in slots of a rollout.</summary>
internal sealed class RolloutCollector
{
    private readonly Member _member;
    private readonly Rollout _rollout;
    private readonly RecordedPolicy _policy;
    private readonly EnvironmentBatch _environments;
    private readonly Activations<float> _acting;

    /// <summary>Creates a collector. Its first slots are those of the first environments.</summary>
    /// <param name="member">The environments and the model.</param>
    /// <param name="rollout">Receives the agent steps.</param>
    /// <param name="policy">Draws the actions.</param>
    /// <param name="options">Determines how rewards are scaled and clipped, and the value after a time limit.</param>
    internal RolloutCollector(Member member, Rollout rollout, RecordedPolicy policy, ActorCriticOptions options)
    {
        (_member, _rollout, _policy) = (member, rollout, policy);
        _acting = member.Model.NewBatch(1, member.Actors.Count, member.HasPixels);
        _environments = new EnvironmentBatch(member, policy, options, member.Model.NewBatch(1), 0, member.Actors.Count);
        Slots = new int[member.Actors.Count];
        policy.Slots = Slots;
    }

    /// <summary>The slot that receives the agent steps of each environment.</summary>
    internal int[] Slots { get; }

    /// <summary>Acts for some agent steps from the first row of each slot on, and computes the values after them.</summary>
    /// <param name="steps">Agent steps of each environment.</param>
    /// <param name="agentStep">T before the first of them, for the records of finished episodes.</param>
    /// <param name="agentStepsPerStep">By how much T grows from one time step to the next.</param>
    internal void Collect(int steps, long agentStep, int agentStepsPerStep)
    {
        LocalModel model = _member.Model;
        for (int i = 0; i < Slots.Length; i++) _rollout.KeepState(_acting, i, Slots[i]);
        for (int step = 0; step < steps; step++)
        {
            _environments.Begin(_acting, 0);
            model.Forward(_acting, 0, 1);
            agentStep += agentStepsPerStep;
            _policy.Step = step;
            for (int i = 0; i < Slots.Length; i++) Act(i, step, agentStep);
            _acting.CarryState(1);
        }

        _environments.Observe(_acting, 0);
        model.Forward(_acting, 0, 1);
        _member.Statistics.Mark(Phase.Act);
    }

    /// <summary>Keeps the observation after the last agent step in a row of the slot.</summary>
    internal void KeepEnd(int index, int step)
    {
        _rollout.Keep(Slots[index], step, _member.Actors[index].Observation);
        _rollout.Starts[_rollout.RowOf(Slots[index], step)] = false;
    }

    /// <summary>V of an environment's observation after the last agent step.</summary>
    internal float EndValue(int index) => _acting.Output(_policy.ValueHead, index)[0];

    private void Act(int index, int step, long agentStep)
    {
        int row = _rollout.RowOf(Slots[index], step);
        _rollout.Keep(Slots[index], step, _member.Actors[index].Observation);
        _rollout.Starts[row] = _acting.Starts[index];
        _rollout.Values[row] = _acting.Output(_policy.ValueHead, index)[0];
        _rollout.Outcomes[row] = _environments.Step(_acting, 0, index, agentStep);
    }
}
