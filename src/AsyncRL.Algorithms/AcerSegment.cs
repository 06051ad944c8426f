using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The agent steps from which ACER computes one gradient: it acts and keeps them in the memory, or draws a stretch from the memory. In both
/// cases every row has the outputs of θ′ afterwards.
/// </summary>
internal sealed class AcerSegment
{
    private readonly AlgorithmContext _context;
    private readonly LocalModel _model;
    private readonly RewardClip _clip;
    private readonly float[] _rewards;
    private readonly float[] _probabilities;
    private readonly float[] _logBehavior;
    private readonly int[] _actions;
    private readonly int _policy;

    internal AcerSegment(AlgorithmContext context, AcerOptions options, LocalModel model)
    {
        (_context, _model, _clip) = (context, model, new RewardClip(options.RewardClip, options.RewardScale));
        int choices = context.Actor.Actions.Count;
        _policy = context.Network.Structure.HeadIndex("policy");
        Memory = new ThreadMemory(context.Actor, options.Memory, choices);
        Batch = model.NewBatch(checked(options.TMax + 1));
        (_actions, _rewards, _probabilities) = (new int[options.TMax], new float[options.TMax], new float[choices]);
        _logBehavior = new float[checked(options.TMax * choices)];
    }

    /// <summary>The thread's replay memory. Its further numbers are log μ of each action.</summary>
    internal ThreadMemory Memory { get; }

    /// <summary>The observations and activations; row <see cref="Steps"/> is that after the last agent step.</summary>
    internal Activations<float> Batch { get; }

    /// <summary>Agent steps.</summary>
    internal int Steps { get; private set; }

    /// <summary>Whether the last agent step ended in a terminal state, which has no value.</summary>
    internal bool IsTerminal { get; private set; }

    /// <summary>The row of the memory where the last replayed stretch began.</summary>
    internal long FirstRow { get; private set; }

    /// <summary>The action of an agent step.</summary>
    internal int ActionOf(int step) => _actions[step];

    /// <summary>The reward of an agent step, as training counts it.</summary>
    internal float RewardOf(int step) => _rewards[step];

    /// <summary>log μ of each action, with which the agent step was chosen.</summary>
    internal Span<float> LogBehaviorOf(int step) => _logBehavior.AsSpan(step * _probabilities.Length, _probabilities.Length);

    /// <summary>Acts with θ′ to the episode's end, but at most t_max agent steps.</summary>
    internal void Act()
    {
        RandomGenerator generator = _context.Actor.Generator;
        bool begins = _context.Actor.BeginEpisodeIfOver(_context.Statistics);
        StepOutcome outcome;
        Steps = 0;
        do
        {
            Observe(Steps);
            Memory.Ring.Observe(_context.Actor.Observation, begins);
            _model.Forward(Batch, Steps, 1);
            Softmax.Distribution(Batch.Output(_policy, Steps), _probabilities, LogBehaviorOf(Steps));
            int action = Softmax.Pick<float>(_probabilities, generator.NextSingle());
            outcome = _context.Actor.Step(action, _context.Statistics);
            (_actions[Steps], _rewards[Steps], begins) = (action, _clip.Of(outcome.Reward), false);
            Memory.Add(action, _rewards[Steps], outcome, _context.Actor.Observation, LogBehaviorOf(Steps));
            Steps++;
        }
        while (!outcome.IsEnd && Steps < _rewards.Length);
        _context.Shared.AddAgentSteps(Steps);
        _context.Statistics.CountAgentSteps(Steps);
        IsTerminal = outcome.Terminated;
        if (IsTerminal) return;
        Observe(Steps);
        _model.Forward(Batch, Steps, 1);
        _context.Statistics.Mark(Phase.Act);
    }

    /// <summary>
    /// Draws a stretch: it begins at an agent step that is drawn uniformly, and it ends with the episode, but after at most t_max steps.
    /// </summary>
    internal void Recall()
    {
        FirstRow = Memory.Draw(_context.Actor.Generator);
        Steps = Memory.Ring.LengthOfStretch(FirstRow, _rewards.Length);
        IsTerminal = Memory.Ring.IsTerminal(FirstRow + Steps - 1);
        for (int i = 0; i < Steps; i++)
        {
            long row = FirstRow + i;
            Memory.Write(row, Batch, i);
            (_actions[i], _rewards[i]) = (Memory.Ring.ActionOf(row), Memory.Ring.RewardOf(row));
            Memory.Ring.NumbersOf(row).CopyTo(LogBehaviorOf(i));
        }

        if (!IsTerminal) Memory.Write(FirstRow + Steps, Batch, Steps);
        _model.Forward(Batch, 0, IsTerminal ? Steps : Steps + 1);
        _context.Statistics.Mark(Phase.Act);
    }

    private void Observe(int row) => _context.Actor.WriteObservation(Batch, row);
}
