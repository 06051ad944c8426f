using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>Asynchronous advantage actor-critic (paper, Algorithm S3).</summary>
public sealed class A3C : ActorLearnerAlgorithm<A3COptions>
{
    /// <inheritdoc/>
    public override string Name => "a3c";

    /// <inheritdoc/>
    public override string Summary => "asynchronous advantage actor-critic (paper, Algorithm S3)";

    /// <inheritdoc/>
    public override bool Chooses(ActionKind kind) => kind is ActionKind.Discrete or ActionKind.MultiDiscrete;

    /// <inheritdoc/>
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => Options.Choice.Heads(actions);

    /// <inheritdoc/>
    public override void Check(IEnvironment environment)
    {
        base.Check(environment);
        Options.Choice.Check(environment);
    }

    /// <inheritdoc/>
    public override int LongestSegment(int? longestEpisode) => Options.Choice.LongestSegment(Options.TMax, longestEpisode);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps) => Options.Choice.CountPasses(agentSteps);

    /// <inheritdoc/>
    public override ILearner CreateLearner(AlgorithmContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int steps = LongestSegment(context.LongestEpisode);
        var policy = new SoftmaxPolicy(context.Network.Structure, context.Actor.Actions, Options, steps);
        return Options.Choice.CreateLearner(context, Options, steps, policy);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        new SoftmaxAgent(network, actions);
}

/// <summary>
/// Algorithm S3 of the paper for one actor-learner thread, with the entropy term of section 4. The policy is a separate object: softmax for
/// discrete actions, Gaussian for vectors.
/// </summary>
/// <remarks>
/// <c>// S3:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/a3c.md numbers it. θ and θv are one block
/// here, and so are θ′ and θ′v, and dθ and dθv. After construction the learner allocates nothing.
/// </remarks>
internal sealed class A3CLearner : ILearner
{
    private readonly AlgorithmContext _context;
    private readonly ActorCriticOptions _options;
    private readonly IActorCriticPolicy _policy;
    private readonly Activations<float> _batch;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticMetrics _metrics;
    private readonly RewardClip _clip;
    private readonly float[] _rewards;
    private readonly float _discount;

    internal A3CLearner(AlgorithmContext context, ActorCriticOptions options, int tMax, IActorCriticPolicy policy)
    {
        (_context, _options, _policy, _rewards) = (context, options, policy, new float[tMax]);
        _metrics = new ActorCriticMetrics(context.Statistics);
        Model = context.CreateModel();
        _batch = Model.NewBatch(checked(tMax + 1));
        _entropyWeight = new Annealing(options.Beta, options.EntropyWeightSchedule, context.LastAgentStep);
        _clip = new RewardClip(options.RewardClip, options.RewardFactor);
        _discount = (float)options.Discount;
    }

    /// <inheritdoc/>
    public LocalModel Model { get; }

    /// <inheritdoc/>
    public int Compute()
    {
        Model.ClearGradient();                                           // S3:3
        Model.Sync();                                                    // S3:4
        int steps = 0;                                                   // S3:5
        BeginEpisodeIfOver();                                            // S3:6
        StepOutcome outcome;
        do                                                               // S3:7
        {
            Observe(steps);
            AgentAction action = _policy.Act(_batch, steps, _context.Actor.Generator); // S3:8
            outcome = _context.Actor.Step(action, _context.Statistics);  // S3:9
            _rewards[steps] = _clip.Of(outcome.Reward);
            steps++;                                                     // S3:10
        }
        while (!outcome.IsEnd && steps < _rewards.Length);               // S3:12
        _context.Shared.AddAgentSteps(steps);                            // S3:11

        float returns = EndsInZero(outcome) ? 0 : Bootstrap(steps);      // S3:13
        var generalized = new GeneralizedAdvantage<float>(_discount, (float)_options.Lambda, returns);
        _policy.Loss.Begin((float)_entropyWeight.At(_context.Shared.AgentSteps));
        for (int i = steps - 1; i >= 0; i--)                             // S3:14
        {
            float value = Value(i);
            returns = _rewards[i] + (_discount * returns);               // S3:15
            float advantage = _options.Lambda == 1 ? returns - value : generalized.Previous(_rewards[i], value);
            _policy.AddGradient(_batch, i, advantage);                   // S3:16
            float target = _options.LearnsLambdaReturn ? value + advantage : returns;
            Span<float> valueGradient = _batch.OutputGradient(_policy.ValueHead, i);
            _policy.Loss.AddValueStep(value, target, valueGradient);     // S3:17
        }

        Model.Backward(_batch, steps);
        _batch.CarryState(steps);
        _context.Statistics.CountAgentSteps(steps);
        _metrics.Add(_policy.Loss, steps);
        return steps;
    }

    /// <inheritdoc/>
    public void Apply() => Model.Update(_context.LearningRate);          // S3:19

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _policy.Transfer(state);

    private void BeginEpisodeIfOver()
    {
        if (_context.Actor.BeginEpisodeIfOver(_context.Statistics))
        {
            _batch.ClearState();
            _policy.BeginEpisode(0, _context.Actor.Generator);
        }
    }

    /// <summary>Runs the network with θ′ on the present observation. The activations are kept for the backward pass.</summary>
    private void Observe(int step)
    {
        _context.Actor.WriteObservation(_batch, step);
        Model.Forward(_batch, step, 1);
    }

    private float Value(int step) => _batch.Output(_policy.ValueHead, step)[0];

    /// <summary>
    /// V of the present observation. After a time limit this is the last observation before the reset (truncated is not terminated).
    /// </summary>
    private float Bootstrap(int step)
    {
        Observe(step);
        _context.Statistics.Mark(Phase.Act);
        return Value(step);
    }

    /// <summary>Whether R starts from 0: after a terminal state and, if the option truncated-value is "zero", after any end.</summary>
    private bool EndsInZero(StepOutcome outcome) => outcome.Terminated || (outcome.Truncated && !_options.BootstrapsTruncated);
}

/// <summary>The hyper-parameters of <see cref="A3C"/>, each with its unit, default and source.</summary>
public sealed record A3COptions : ActorCriticOptions
{
    /// <summary>t_max.</summary>
    [Option("t-max", "agent steps", "largest length of a segment, between a snapshot and its update (paper, section 8)",
        Minimum = 1, Maximum = 100_000)]
    public int TMax { get; init; } = 5;

    /// <summary>β.</summary>
    [Option("entropy-weight", "", "β, the weight of the policy's entropy (paper, section 8)", Minimum = 0, Maximum = 1e3)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>ψ.</summary>
    [Option("psi", "", PsiChoice.Meaning + "; q or advantage (a critic with a value for each choice)", AllowedValues = PsiChoice.Names)]
    public string Psi { get; init; } = PsiChoice.Default;

    /// <summary>ρ̄.</summary>
    [Option("rho-bar", "", PsiChoice.MeaningOfRhoBar, Minimum = 0, Maximum = 1e9)]
    public double RhoBar { get; init; } = 1;

    /// <summary>c̄.</summary>
    [Option("c-bar", "", PsiChoice.MeaningOfCBar, Minimum = 0, Maximum = 1e9)]
    public double CBar { get; init; } = 1;

    internal override double Beta => EntropyWeight;

    internal PsiChoice Choice => new(Psi, RhoBar, CBar);
}
