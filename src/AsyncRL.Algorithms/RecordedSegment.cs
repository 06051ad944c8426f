using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The agent steps of one segment with their observations, activations, actions and rewards: lines 5 to 12 of Algorithm S3, for learners
/// that continue in another way than A3C. A learner with a replay memory keeps the agent steps there as well. After construction nothing is
/// allocated.
/// </summary>
internal sealed class RecordedSegment
{
    private readonly AlgorithmContext _context;
    private readonly IActorCriticPolicy _policy;
    private readonly LocalModel _model;
    private readonly ActorCriticOptions _options;
    private readonly RewardClip _clip;
    private readonly IStepMemory? _memory;
    private readonly float[] _rewards;

    internal RecordedSegment(
        AlgorithmContext context,
        ActorCriticOptions options,
        int tMax,
        IActorCriticPolicy policy,
        LocalModel model,
        IStepMemory? memory = null,
        NetworkPart? part = null)
    {
        (_context, _policy, _model, _memory, _rewards) = (context, policy, model, memory, new float[tMax]);
        (_options, _clip) = (options, new RewardClip(options.RewardClip, options.RewardFactor));
        Batch = model.NewBatch(checked(tMax + 1), part: part);
    }

    /// <summary>
    /// The observations and the activations. Row <see cref="Steps"/> is that of the observation after the last agent step.
    /// </summary>
    internal Activations<float> Batch { get; }

    /// <summary>Agent steps of the segment; 0 if there is none.</summary>
    internal int Steps { get; private set; }

    /// <summary>The rewards of the agent steps, as they are learned from.</summary>
    internal ReadOnlySpan<float> Rewards => _rewards.AsSpan(0, Steps);

    /// <summary>Whether R starts from 0: after a terminal state and, if the option truncated-value is "zero", after any end.</summary>
    internal bool EndsInZero { get; private set; }

    /// <summary>Acts with θ′ to the episode's end, but at most t_max agent steps, and writes the observation after the last one.</summary>
    /// <returns>The agent steps.</returns>
    internal int Act()
    {
        (Steps, EndsInZero) = (0, false);
        bool begins = _context.Actor.BeginEpisodeIfOver(_context.Statistics);
        if (begins)
        {
            Batch.ClearState();
            _policy.BeginEpisode(0, _context.Actor.Generator);
        }

        StepOutcome outcome;
        do
        {
            Observe(Steps);
            _memory?.Observe(_context.Actor, begins);
            _model.Forward(Batch, Steps, 1);
            AgentAction action = _policy.Act(Batch, Steps, _context.Actor.Generator);
            outcome = _context.Actor.Step(action, _context.Statistics);
            (_rewards[Steps], begins) = (_clip.Of(outcome.Reward), false);
            _memory?.Add(_policy.ChoiceOf(Steps), _rewards[Steps], outcome, _context.Actor);
            Steps++;
        }
        while (!outcome.IsEnd && Steps < _rewards.Length);
        _context.Shared.AddAgentSteps(Steps);
        _context.Statistics.CountAgentSteps(Steps);
        EndsInZero = _options.EndsInZero(outcome);
        Observe(Steps);
        return Steps;
    }

    /// <summary>Runs the network with θ′ on the observation after the last agent step.</summary>
    internal void ForwardEnd()
    {
        _model.Forward(Batch, Steps, 1);
        _context.Statistics.Mark(Phase.Act);
    }

    /// <summary>Runs the network with θ′ on all observations, from the state of layers with memory in which the segment began.</summary>
    internal void ForwardAll() => _model.Forward(Batch, 0, Steps + 1);

    /// <summary>Ends the segment after its backward pass: what follows begins in the state after it.</summary>
    internal void Close()
    {
        Batch.CarryState(Steps);
        Steps = 0;
    }

    /// <summary>Forgets the segment after a failure.</summary>
    internal void Abandon() => Steps = 0;

    /// <summary>
    /// Writes or reads the segment, if there is one, with the actions that the policy keeps. The model transfers the first state.
    /// </summary>
    internal void Transfer(StateTransfer state)
    {
        Steps = state.Number(Steps, "number of agent steps of a segment", 0, _rewards.Length);
        if (Steps == 0) return;
        EndsInZero = state.Truth(EndsInZero, "mark of a segment that ends in 0");
        state.Floats(_rewards.AsSpan(0, Steps), "rewards of a segment");
        for (int row = 0; row <= Steps; row++) state.Floats(Batch.Input(row), "observations of a segment");
        _policy.TransferActions(state, Steps);
    }

    private void Observe(int row) => _context.Actor.WriteObservation(Batch, row);
}
