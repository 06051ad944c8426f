using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Advantage actor-critic over a synchronous batch of environments: A2C, which no paper defines (OpenAI Baselines, 2017), and with other
/// constants PAAC (Clemente et al. 2017).
/// </summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class BatchAdvantageActorCritic<TOptions> : BatchActorCritic<TOptions>
    where TOptions : A2COptions, new()
{
    /// <inheritdoc/>
    public sealed override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels) =>
        ((Options.TMax + 2L) * EnvironmentsOf(threads)) + 1;

    /// <inheritdoc/>
    public sealed override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps * (Options.TMax + 1) / Options.TMax, 0, RowsPerPass: Math.Max(1, agentSteps / Options.TMax));

    /// <inheritdoc/>
    protected sealed override ISynchronousLearner CreateLearner(SynchronousMember member) => new A2CLearner(member, Options);
}

/// <summary>Synchronous advantage actor-critic.</summary>
public sealed class A2C : BatchAdvantageActorCritic<A2COptions>
{
    /// <inheritdoc/>
    public override string Name => "a2c";

    /// <inheritdoc/>
    public override string Summary => "synchronous advantage actor-critic over a batch of environments (OpenAI Baselines, 2017)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string> { ["epsilon"] = "1e-5", ["clip-norm"] = "0.5" });
}

/// <summary>
/// Parallel advantage actor-critic (Clemente et al. 2017): A2C with the constants of its authors' program. The mean over the rows is
/// multiplied by 5, and the learning rate is 32 times that of A3C.
/// </summary>
public sealed class Paac : BatchAdvantageActorCritic<PaacOptions>
{
    /// <inheritdoc/>
    public override string Name => "paac";

    /// <inheritdoc/>
    public override string Summary => "parallel advantage actor-critic: A2C with the constants of Clemente et al. (2017)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string> { ["learning-rate"] = "0.0224", ["epsilon"] = "0.1", ["clip-norm"] = "3" });
}

/// <summary>The hyper-parameters of <see cref="A2C"/>, each with its unit, default and source.</summary>
public record A2COptions : BatchOptions
{
    internal const string Mean = "mean";
    internal const string FiveMeans = "five-means";

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side (16: OpenAI Baselines)", Minimum = 1, Maximum = 4096)]
    public override int Environments { get; init; } = 16;

    /// <summary>n.</summary>
    [Option("t-max", "agent steps", "agent steps of each environment in an update (5: OpenAI Baselines)", Minimum = 1, Maximum = 10_000)]
    public override int TMax { get; init; } = 5;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0.01: OpenAI Baselines)", Minimum = 0, Maximum = 1e3)]
    public override double EntropyWeight { get; init; } = 0.01;

    /// <summary>The factor of the gradient.</summary>
    [Option("loss-scale", "",
        "mean: the loss is a mean over the rows of an update (A2C); sum: a sum, as in A3C; five-means: 5 times the mean (PAAC)",
        AllowedValues = "mean sum five-means")]
    public string LossScale { get; init; } = Mean;

    /// <summary>The factor of a gradient that is summed over some rows.</summary>
    internal double FactorOf(int rows) => LossScale switch
    {
        Mean => 1.0 / rows,
        FiveMeans => 5.0 / rows,
        _ => 1,
    };
}

/// <summary>The hyper-parameters of <see cref="Paac"/>: those of A2C with other defaults, from the program of its authors.</summary>
public sealed record PaacOptions : A2COptions
{
    /// <summary>Sets the defaults.</summary>
    public PaacOptions()
    {
        (Environments, EntropyWeight, LossScale, RewardClip) = (32, 0.02, FiveMeans, 1);
    }
}

/// <summary>The part of A2C that one thread does: it acts in its environments, and computes the gradient of their rows.</summary>
/// <remarks>
/// <c>// A2C:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/a2c.md numbers it. After construction the
/// learner allocates nothing.
/// </remarks>
internal sealed class A2CLearner : ISynchronousLearner
{
    private readonly SynchronousMember _member;
    private readonly A2CGroup[] _groups;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly int _steps;
    private bool _isComputed;

    internal A2CLearner(SynchronousMember member, A2COptions options)
    {
        (_member, _steps, Model) = (member, options.TMax, member.Model);
        _groups = A2CGroup.Divide(member, options);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, member.Session.LastAgentStep);
        _metrics = new ActorCriticMetrics(member.Statistics);
        GradientScale = options.FactorOf(_steps * member.Environments);
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public double GradientScale { get; }

    /// <inheritdoc/>
    public double LearningRate { get; private set; }

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        _isComputed = !_isComputed;
        if (!_isComputed) return RoundStep.End;                            // A2C:7
        long agentSteps = _member.Session.Parameters.AgentSteps + ((long)_steps * _member.Environments);
        Model.ClearGradient();
        Model.Sync();
        foreach (A2CGroup group in _groups)
        {
            group.AddGradient((float)_entropyWeight.At(agentSteps), agentSteps);
            _metrics.Add(group.Loss, group.Rows);
        }

        LearningRate = _member.Session.LearningRates.At(agentSteps);
        _member.Statistics.CountAgentSteps(_steps * _member.Actors.Count);
        return RoundStep.Update;                                           // A2C:6
    }

    /// <inheritdoc/>
    public void Abandon() => _isComputed = false;

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        foreach (A2CGroup group in _groups) group.Transfer(state);
    }
}

/// <summary>
/// Some environments of a member. They act side by side, and their rows pass through the network together. All groups use the same
/// activations one after the other, so that these stay in the caches.
/// </summary>
internal sealed class A2CGroup
{
    private readonly LocalModel _model;
    private readonly ActorStatistics _statistics;
    private readonly IActorCriticPolicy _policy;
    private readonly EnvironmentBatch _environments;
    private readonly Activations<float> _batch;
    private readonly Activations<float> _states;
    private readonly BatchStep[] _outcomes;
    private readonly int _steps;
    private readonly int _first;
    private BatchAdvantage<float> _advantages;

    private A2CGroup(SynchronousMember member, A2COptions options, A2CBuffers buffers, int first, int count)
    {
        (_model, _statistics, _steps, _first) = (member.Model, member.Statistics, options.TMax, first);
        (_batch, _states) = (buffers.BatchOf(count), buffers.States);
        _outcomes = new BatchStep[_steps * count];
        _policy = ActorCriticPolicies.Create(_model.Network.Structure, member.Actors[0].Actions, options, _outcomes.Length, count);
        _environments = new EnvironmentBatch(member, _policy, options, buffers.Last, first, count);
        _advantages = new BatchAdvantage<float>((float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
    }

    /// <summary>The loss of the last round.</summary>
    internal ActorCriticLoss<float> Loss => _policy.Loss;

    /// <summary>Number of rows of a round.</summary>
    internal int Rows => _outcomes.Length;

    /// <summary>Divides the environments of a member into groups of equal size, except for a smaller last one.</summary>
    internal static A2CGroup[] Divide(SynchronousMember member, A2COptions options)
    {
        int all = member.Actors.Count;
        int steps = options.TMax + 1, rows = PassSize.Rows(member.Model.Network.Structure, steps * all, member.HasPixels);
        int size = Math.Max(1, rows / steps);
        var buffers = new A2CBuffers(member, steps, Math.Min(size, all));
        var groups = new A2CGroup[(all + size - 1) / size];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = new A2CGroup(member, options, buffers, i * size, Math.Min(size, all - (i * size)));
        return groups;
    }

    /// <summary>Acts for n agent steps, and adds the gradient of all rows.</summary>
    /// <param name="entropyWeight">β.</param>
    /// <param name="agentStep">T after the round, for the records of finished episodes.</param>
    internal void AddGradient(float entropyWeight, long agentStep)
    {
        for (int i = 0; i < _environments.Count; i++) _states.CopyState(0, _first + i, _batch, i);
        for (int step = 0; step < _steps; step++)                          // A2C:2
        {
            _environments.Begin(_batch, step);
            _model.Forward(_batch, step, 1);
            for (int i = 0; i < _environments.Count; i++)
                _outcomes[_batch.Row(step, i)] = _environments.Step(_batch, step, i, agentStep);
        }

        _environments.Observe(_batch, _steps);
        _model.Forward(_batch, _steps, 1);
        _statistics.Mark(Phase.Act);
        _policy.Loss.Begin(entropyWeight);
        for (int i = 0; i < _environments.Count; i++) AddRows(i);
        _model.Backward(_batch, _steps);
        for (int i = 0; i < _environments.Count; i++) _batch.CopyState(_steps, i, _states, _first + i);
    }

    internal void Transfer(StateTransfer state) => _policy.Transfer(state);

    /// <summary>Adds the rows of one environment to the loss, from the last time step to the first.</summary>
    private void AddRows(int environment)
    {
        _advantages.Begin(Value(_batch.Row(_steps, environment)));         // A2C:3
        for (int step = _steps - 1; step >= 0; step--)                     // A2C:4
        {
            int row = _batch.Row(step, environment);
            BatchStep outcome = _outcomes[row];
            if (outcome.EndsEpisode) _advantages.Begin(outcome.EndValue);
            float value = Value(row);
            (float advantage, float target) = _advantages.Previous(outcome.Reward, value);
            _policy.AddGradient(_batch, row, advantage);                   // A2C:5
            _policy.Loss.AddValueStep(value, target, _batch.OutputGradient(_policy.ValueHead, row));
        }
    }

    private float Value(int row) => _batch.Output(_policy.ValueHead, row)[0];
}

/// <summary>The activations that the groups of a member share.</summary>
internal sealed class A2CBuffers
{
    private readonly Activations<float> _full;
    private readonly Activations<float>? _rest;

    internal A2CBuffers(SynchronousMember member, int steps, int size)
    {
        (LocalModel model, int environments) = (member.Model, member.Actors.Count);
        _full = model.NewBatch(steps, size, member.HasPixels);
        if (environments % size != 0) _rest = model.NewBatch(steps, environments % size, member.HasPixels);
        States = model.NewBatch(1, model.Network.Structure.IsRecurrent ? environments : 1);
        Last = model.NewBatch(1);
    }

    /// <summary>The states of all environments between two rounds, if the network has memory. They are saved with the model.</summary>
    internal Activations<float> States { get; }

    /// <summary>One row for the last observations before time limits.</summary>
    internal Activations<float> Last { get; }

    /// <summary>The activations of a group.</summary>
    internal Activations<float> BatchOf(int count) => count == _full.Sequences ? _full : _rest!;
}
