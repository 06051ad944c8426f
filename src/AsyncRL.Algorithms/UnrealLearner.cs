using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// UNREAL for one actor-learner thread (Jaderberg et al. 2017). A turn is a segment of A3C and, from the thread's memory, one stretch or
/// window for each auxiliary task. All of them add to one gradient by one snapshot.
/// </summary>
/// <remarks>
/// <c>// UNR:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/unreal.md numbers it. After construction
/// the learner allocates nothing.
/// </remarks>
internal sealed class UnrealLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly UnrealOptions _options;
    private readonly SoftmaxPolicy _policy;
    private readonly RecordedSegment _segment;
    private readonly UnrealTasks _tasks;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private PolicyWeights<float> _weights;
    private bool _hasLearned = true;

    internal UnrealLearner(AlgorithmContext context, UnrealOptions options)
    {
        (_context, _options, Model) = (context, options, context.CreateModel());
        NetworkStructure structure = context.Network.Structure;
        _policy = new SoftmaxPolicy(structure, context.Actor.Actions, options, options.TMax);
        Memory = options.HasMemory ? new UnrealMemory(context.Actor, options) : null;
        NetworkPart acting = structure.Part(UnrealHeads.Policy, UnrealHeads.Value);
        _segment = new RecordedSegment(context, options, options.TMax, _policy, Model, Memory, acting);
        _tasks = new UnrealTasks(context, options, Model, Memory);
        _weights = new PolicyWeights<float>(Psi.Gae, (float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, context.LastAgentStep);
        _metrics = new ActorCriticMetrics(context.Statistics);
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <summary>The thread's replay memory; null without an auxiliary task.</summary>
    internal UnrealMemory? Memory { get; }

    /// <summary>The auxiliary tasks with what they learned from last.</summary>
    internal UnrealTasks Tasks => _tasks;

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // UNR:2
        Model.Sync();
        _hasLearned = Memory is null || Memory.IsReady;                  // UNR:1
        int steps = _segment.Act();                                      // UNR:3
        if (_hasLearned)
        {
            LearnFromSegment(steps);
            if (_tasks.PixelControl is { } pixels) Control(pixels);
            if (_tasks.FeatureControl is { } features) Control(features);
            if (_tasks.ValueReplay is { } stretch) ReplayValues(stretch);
            if (_tasks.RewardWindow is { } window && Memory!.Windows > 0) PredictReward(window);
        }

        _segment.Close();
        return steps;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        if (_hasLearned) Model.Update(_context.LearningRate);            // UNR:10
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _segment.Abandon();
        _hasLearned = true;
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _hasLearned, "mark of a learning segment");
        _context.Actor.LastStep = _context.Actor.LastStep.Transfer(state, _context.Actor.Actions.Count);
        Memory?.Transfer(state);
    }

    /// <summary>Algorithm S3.</summary>
    private void LearnFromSegment(int steps)
    {
        _weights.Begin(_segment.EndsInZero ? 0 : Bootstrap(), _segment.Rewards);
        _policy.Loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        for (int i = steps - 1; i >= 0; i--)
        {
            float value = ValueOf(_segment.Batch, i);
            _weights.AddReward(_segment.Rewards[i]);
            _weights.AddValue(value);
            _policy.AddGradient(_segment.Batch, i, _weights.Of(value));
            _policy.Loss.AddValueStep(value, _weights.Target, _segment.Batch.OutputGradient(_policy.ValueHead, i));
        }

        Model.Backward(_segment.Batch, steps);                           // UNR:4
        _metrics.Add(_policy.Loss, steps);
    }

    /// <summary>N-step Q-learning of the cells of the image, or of the units of the features.</summary>
    private void Control(UnrealControl task)
    {
        ReplayedStretch stretch = task.Stretch;
        stretch.Recall(_context.Actor.Generator);                        // UNR:5
        Activations<float> batch = stretch.Batch;
        if (stretch.IsTerminal) task.Loss.BeginAtTerminal();
        else task.Loss.Begin(batch.Output(task.Head, stretch.Steps));
        for (int i = stretch.Steps - 1; i >= 0; i--)
        {
            task.Loss.AddStep(                                           // UNR:6
                batch.Output(task.Head, i), stretch.ActionOf(i), task.RewardsOf(i), batch.OutputGradient(task.Head, i));
        }

        Model.Backward(batch, stretch.Steps);                            // UNR:7
        task.Publish(_context.Statistics);
    }

    /// <summary>The value again, of past agent steps, from a stretch whose beginning is random.</summary>
    private void ReplayValues(ReplayedStretch stretch)
    {
        stretch.Recall(_context.Actor.Generator);
        (float weight, float discount) = ((float)_options.ValueReplay, (float)_options.Discount);
        float returns = stretch.IsTerminal ? 0 : ValueOf(stretch.Batch, stretch.Steps), loss = 0;
        for (int i = stretch.Steps - 1; i >= 0; i--)
        {
            returns = stretch.RewardOf(i) + (discount * returns);
            float value = ValueOf(stretch.Batch, i);
            stretch.Batch.OutputGradient(_policy.ValueHead, i)[0] = SquaredError.Gradient(weight, value, returns); // UNR:8
            loss += SquaredError.Value(weight, value, returns);
        }

        Model.Backward(stretch.Batch, stretch.Steps);
        _context.Statistics.Add(_tasks.ValueReplayLoss, loss, stretch.Steps);
    }

    /// <summary>The sign of the reward after three observations.</summary>
    private void PredictReward(RewardWindow window)
    {
        window.Recall(_context.Actor.Generator);
        float loss = window.Learn();                                     // UNR:9
        Model.Backward(window.Batch, RewardWindows.Length);
        _context.Statistics.Add(_tasks.RewardPredictionLoss, loss, 1);
    }

    private float Bootstrap()
    {
        _segment.ForwardEnd();
        return ValueOf(_segment.Batch, _segment.Steps);
    }

    private float ValueOf(Activations<float> batch, int row) => batch.Output(_policy.ValueHead, row)[0];
}
