using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Advantage actor-critic over a synchronous batch of environments: A2C, which no paper defines (OpenAI Baselines, 2017), and with other
/// constants PAAC (Clemente et al. 2017).
/// </summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class BatchActorCritic<TOptions> : SynchronousAlgorithm<TOptions>
    where TOptions : A2COptions, new()
{
    /// <inheritdoc/>
    public override int Environments => Options.Environments;

    /// <inheritdoc/>
    public override bool Chooses(ActionKind kind) => true;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => ActorCriticPolicies.Heads(actions);

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.TMax;

    /// <inheritdoc/>
    public override long ActivationRows(int threads, int? longestEpisode) => ((Options.TMax + 1L) * EnvironmentsOf(threads)) + 1;

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) =>
        new(agentSteps * (Options.TMax + 1) / Options.TMax, 0, RowsPerPass: Math.Max(1, agentSteps / Options.TMax));

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        ActorCriticPolicies.CreateAgent(network, actions, Options);

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new A2CLearner(member, Options);
}

/// <summary>Synchronous advantage actor-critic.</summary>
public sealed class A2C : BatchActorCritic<A2COptions>
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
public sealed class Paac : BatchActorCritic<PaacOptions>
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
public record A2COptions : GaussianOptions
{
    internal const string Mean = "mean";
    internal const string FiveMeans = "five-means";

    /// <summary>E.</summary>
    [Option("environments", "", "E, the environments that act side by side (16: OpenAI Baselines)", Minimum = 1, Maximum = 4096)]
    public int Environments { get; init; } = 16;

    /// <summary>n.</summary>
    [Option("t-max", "agent steps", "agent steps of each environment in an update (5: OpenAI Baselines)", Minimum = 1, Maximum = 10_000)]
    public int TMax { get; init; } = 5;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (0.01: OpenAI Baselines)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>The factor of the gradient.</summary>
    [Option("loss-scale", "",
        "mean: the loss is a mean over the rows of an update (A2C); sum: a sum, as in A3C; five-means: 5 times the mean (PAAC)",
        AllowedValues = "mean sum five-means")]
    public string LossScale { get; init; } = Mean;

    internal override double Beta => EntropyWeight;

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
    private readonly IActorCriticPolicy _policy;
    private readonly EnvironmentBatch _environments;
    private readonly Activations<float> _batch;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly BatchStep[] _outcomes;
    private readonly int _steps;
    private BatchAdvantage<float> _advantages;
    private bool _isComputed;

    internal A2CLearner(SynchronousMember member, A2COptions options)
    {
        (_member, _steps) = (member, options.TMax);
        (Model, int sequences) = (member.Model, member.Actors.Count);
        _batch = Model.NewBatch(_steps + 1, sequences);
        _outcomes = new BatchStep[_steps * sequences];
        _policy = ActorCriticPolicies.Create(Model.Network.Structure, member.Actors[0].Actions, options, _outcomes.Length, sequences);
        _environments = new EnvironmentBatch(member, _policy, options);
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, member.Session.LastAgentStep);
        _metrics = new ActorCriticMetrics(member.Statistics);
        _advantages = new BatchAdvantage<float>((float)options.Discount, (float)options.Lambda, options.LearnsLambdaReturn);
        GradientScale = options.FactorOf(_steps * member.Environments);
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Actor> Actors => _member.Actors;

    /// <inheritdoc/>
    public double GradientScale { get; }

    /// <inheritdoc/>
    public double LearningRate { get; private set; }

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        _isComputed = !_isComputed;
        if (!_isComputed) return RoundStep.End;                            // A2C:7
        long agentSteps = _member.Session.Parameters.AgentSteps;
        Model.ClearGradient();
        Model.Sync();
        for (int step = 0; step < _steps; step++)                          // A2C:2
        {
            _environments.Begin(_batch, step);
            Model.Forward(_batch, step, 1);
            agentSteps += _member.Environments;
            for (int i = 0; i < _environments.Count; i++)
                _outcomes[_batch.Row(step, i)] = _environments.Step(_batch, step, i, agentSteps);
        }

        _environments.Observe(_batch, _steps);
        Model.Forward(_batch, _steps, 1);
        _member.Statistics.Mark(Metrics.Phase.Act);
        _policy.Loss.Begin((float)_entropyWeight.At(agentSteps));
        for (int i = 0; i < _environments.Count; i++) AddGradients(i);
        Model.Backward(_batch, _steps);
        _batch.CarryState(_steps);
        LearningRate = _member.Session.LearningRates.At(agentSteps);
        _member.Statistics.CountAgentSteps(_outcomes.Length);
        _metrics.Add(_policy.Loss, _outcomes.Length);
        return RoundStep.Update;                                           // A2C:6
    }

    /// <inheritdoc/>
    public void Abandon() => _isComputed = false;

    /// <inheritdoc/>
    public void SaveState(BinaryWriter writer) => _policy.SaveState(writer);

    /// <inheritdoc/>
    public void RestoreState(BinaryReader reader) => _policy.RestoreState(reader);

    /// <summary>Adds the rows of one environment to the loss, from the last time step to the first.</summary>
    private void AddGradients(int environment)
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
