#:package AsyncRL.Library@0.1.0
using System.Collections.Immutable;
using AsyncRL;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

string directory = args.Length > 0 ? args[0] : "soft-q-run";
var settings = new TrainSettings
{
    Name = "line",
    Threads = 2,
    Directory = directory,
    Options = new Dictionary<string, string> { ["learning-rate"] = "0.005" },
};
var algorithm = new SoftQ { Options = new SoftQOptions { Temperature = 0.005 } };
using AsyncRL.Agent trained = Train.Run(algorithm, random => new TimeLimit(new Line(), 50), agentSteps: 50_000, settings);
Console.WriteLine($"return of the policy {trained.Evaluate(episodes: 100).MeanReturn:F2}");

// The run names the algorithm, and every program that has the class opens the run.
using AsyncRL.Agent loaded = AsyncRL.Agent.Load(directory);
return loaded.Act([0.5f]).Choice == 1 ? 0 : 1;

/// <summary>
/// Asynchronous soft n-step Q-learning: the policy is π = softmax(Q/τ), the value of a state is V = τ ln Σ exp(Q/τ), and the loss is
/// ½ (Q(s, a) − R)², where the return R has the bonus −τ ln π(a|s) of each later action (Haarnoja et al. 2017; Schulman et al. 2017).
/// </summary>
public sealed class SoftQ : ActorLearnerAlgorithm<SoftQOptions>
{
    public override string Name => "soft-q";
    public override string Summary => "soft n-step Q-learning";
    public override ImmutableArray<HeadDescription> Heads(ActionSpecification actions) => [new("q", actions.Count)];
    public override int LongestSegment(int? longestEpisode) => Options.TMax;
    public override ILearner CreateLearner(AlgorithmContext context) => new SoftQLearner(context, Options);
    public override AsyncRL.Algorithms.Acting.Agent CreateAgent(Network<float> network, ActionSpecification actions) =>
        new SoftQAgent(network, new SoftPolicy(actions.Count, Options.Temperature));
}

/// <summary>The options, which are in the command's lists and help, and in run.json.</summary>
public sealed record SoftQOptions
{
    [Option("t-max", "agent steps", "largest number of agent steps of a segment", Minimum = 1, Maximum = 1000)]
    public int TMax { get; init; } = 5;

    [Option("discount", "", "γ, the discount per agent step", Minimum = 0, Maximum = 1)]
    public double Discount { get; init; } = 0.99;

    [Option("temperature", "", "τ, the weight of the entropy", Minimum = 1e-6, Maximum = 1e6)]
    public double Temperature { get; init; } = 0.1;
}

/// <summary>One actor-learner. After construction it allocates nothing.</summary>
sealed class SoftQLearner : ILearner
{
    readonly AlgorithmContext _context;
    readonly Activations<float> _batch;
    readonly SoftPolicy[] _policies;
    readonly Metric _loss;
    readonly int[] _actions;
    readonly float[] _rewards;
    readonly float _discount, _temperature;

    internal SoftQLearner(AlgorithmContext context, SoftQOptions options)
    {
        (_context, Model) = (context, context.CreateModel());
        _batch = Model.NewBatch(options.TMax + 1);
        (_actions, _rewards, _policies) = (new int[options.TMax], new float[options.TMax], new SoftPolicy[options.TMax + 1]);
        for (int i = 0; i < _policies.Length; i++) _policies[i] = new SoftPolicy(context.Actor.Actions.Count, options.Temperature);
        (_discount, _temperature) = ((float)options.Discount, (float)options.Temperature);
        _loss = context.Statistics.Measures.Metric("loss", "½ (Q(s, a) − R)², mean over agent steps");
    }

    public LocalModel Model { get; }

    public int Compute()
    {
        Model.ClearGradient();
        Model.Sync();
        if (_context.Actor.BeginEpisodeIfOver(_context.Statistics)) _batch.ClearState();
        int steps = 0;
        StepOutcome outcome;
        do
        {
            Observe(steps);
            _actions[steps] = Softmax.Pick<float>(_policies[steps].Probabilities, _context.Actor.Generator.NextSingle());
            outcome = _context.Actor.Step(AgentAction.FromChoice(_actions[steps]), _context.Statistics);
            _rewards[steps++] = outcome.Reward;
        }
        while (!outcome.IsEnd && steps < _rewards.Length);
        _context.Shared.AddAgentSteps(steps);
        if (!outcome.Terminated) Observe(steps);
        float next = outcome.Terminated ? 0 : _policies[steps].Value;
        _context.Statistics.Mark(Phase.Act);

        double loss = 0;
        for (int i = steps - 1; i >= 0; i--)
        {
            float returns = _rewards[i] + (_discount * next);
            Span<float> gradient = _batch.OutputGradient(0, i);
            gradient.Clear();
            gradient[_actions[i]] = SquaredError.Gradient(1f, _batch.Output(0, i)[_actions[i]], returns);
            loss += SquaredError.Value(1f, _batch.Output(0, i)[_actions[i]], returns);
            next = returns - (_temperature * _policies[i].LogProbabilities[_actions[i]]);
        }

        Model.Backward(_batch, steps);
        _batch.CarryState(steps);
        _context.Statistics.CountAgentSteps(steps);
        _context.Statistics.Add(_loss, loss, steps);
        return steps;
    }

    public void Apply() => Model.Update(_context.LearningRate);

    void Observe(int step)
    {
        _context.Actor.WriteObservation(_batch, step);
        Model.Forward(_batch, step, 1);
        _policies[step].Compute(_batch.Output(0, step));
    }
}

/// <summary>π = softmax(Q/τ) of one observation.</summary>
sealed class SoftPolicy(int actions, double temperature)
{
    readonly float _temperature = (float)temperature;
    readonly float[] _logits = new float[actions];

    public float[] Probabilities { get; } = new float[actions];
    public float[] LogProbabilities { get; } = new float[actions];

    /// <summary>V = τ ln Σ exp(Q/τ) = Q(a) − τ ln π(a), for any a.</summary>
    public float Value => _temperature * (_logits[0] - LogProbabilities[0]);

    public void Compute(ReadOnlySpan<float> values)
    {
        for (int a = 0; a < values.Length; a++) _logits[a] = values[a] / _temperature;
        Softmax.Distribution<float>(_logits, Probabilities, LogProbabilities);
    }
}

/// <summary>Acts by trained parameters: in evaluations, and wherever the run is loaded.</summary>
sealed class SoftQAgent(Network<float> network, SoftPolicy policy) : AsyncRL.Algorithms.Acting.Agent(network)
{
    public override ReadOnlySpan<float> Probabilities => policy.Probabilities;
    public override float Value => policy.Value;
    protected override void ReadOutputs() => policy.Compute(Activations.Output(0, 0));
    public override AgentAction SelectAction(bool greedy, RandomGenerator generator) => AgentAction.FromChoice(
        greedy ? Softmax.MostProbable<float>(policy.Probabilities) : Softmax.Pick<float>(policy.Probabilities, generator.NextSingle()));
}

sealed class Line : IEnvironment
{
    int _position;
    public ObservationSpecification Observation => ObservationSpecification.Vector(1);
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete(2);
    public void Reset(Observation next) => next.Values[0] = _position = 0;
    public StepOutcome Step(AgentAction action, Observation next)
    {
        next.Values[0] = (_position += action.Choice == 1 ? 1 : -1) / 10f;
        return new(action.Choice == 1 ? 0.1f : -0.1f, Terminated: _position >= 10, Truncated: false);
    }
}
