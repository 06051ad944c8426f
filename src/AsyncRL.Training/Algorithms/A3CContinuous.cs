using AsyncRL.Environments;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// Asynchronous advantage actor-critic with continuous actions: Algorithm S3 with the Gaussian policy of section 9 of the paper, for one
/// actor-learner thread.
/// </summary>
/// <remarks>
/// <c>// S3c:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/a3c-continuous.md numbers it. The
/// policy's and the value's networks share nothing but the observation; θ and θv lie in one block all the same. Nothing is allocated once
/// constructed.
/// </remarks>
internal sealed class A3CContinuous : SegmentLearner
{
    private readonly A3CContinuousOptions _options;
    private readonly Annealing _entropyWeight;
    private readonly GaussianLoss<float> _loss;
    private readonly GaussianNoise _noise;
    private readonly ActionScale _scale;
    private readonly float[] _actions;
    private readonly float[] _scaled;
    private readonly float[] _rewards;
    private readonly GaussianHeads _heads;
    private readonly int _tMax;
    private readonly float _discount;

    internal A3CContinuous(AlgorithmContext context, A3CContinuousOptions options)
        : base(context, LongestSegment(context, options), options.RewardClip)
    {
        (_options, _tMax) = (options, LongestSegment(context, options));
        _discount = (float)options.Discount;
        _entropyWeight = new Annealing(options.EntropyWeight, options.EntropyWeightSchedule, context.LastAgentStep);
        _heads = new GaussianHeads(context.Network.Structure);
        _loss = new GaussianLoss<float>(
            (float)options.EntropyWeight, (float)options.ValueGradientScale, (float)options.VarianceFloor);
        _noise = new GaussianNoise(_heads.Dimensions, options.NoiseCorrelation);
        _scale = new ActionScale(context.Actor.Actions, options.ActionScaling);
        _scaled = new float[_heads.Dimensions];
        (_actions, _rewards) = (new float[checked(_tMax * _heads.Dimensions)], new float[_tMax]);
    }

    /// <inheritdoc/>
    public override int ComputeSegment()
    {
        ClearGradient();                                                 // S3c:3
        TakeSnapshot();                                                  // S3c:4
        int steps = 0;                                                   // S3c:5
        if (BeginEpisodeIfOver()) _noise.Begin(Actor.Generator);         // S3c:6
        StepOutcome outcome;
        do                                                               // S3c:7
        {
            ChooseAction(steps);                                         // S3c:8
            outcome = Step(Scaled(ActionOf(steps)));                     // S3c:9
            _rewards[steps] = Clip((float)_options.RewardScale * outcome.Reward);
            steps++;                                                     // S3c:10
        }
        while (!outcome.IsEnd && steps < _tMax);                         // S3c:12
        Shared.AddAgentSteps(steps);                                     // S3c:11

        float returns = EndsInZero(outcome) ? 0 : ValueOf(steps);        // S3c:13
        var generalized = new GeneralizedAdvantage<float>(_discount, (float)_options.Lambda, returns);
        _loss.Clear();
        _loss.EntropyWeight = (float)_entropyWeight.At(Shared.AgentSteps);
        for (int i = steps - 1; i >= 0; i--)                             // S3c:14
        {
            returns = _rewards[i] + (_discount * returns);               // S3c:15
            float advantage = AdvantageOf(i, returns, ref generalized);
            AccumulatePolicyGradient(i, advantage);                      // S3c:16
            AccumulateValueGradient(i, returns, advantage);              // S3c:17
        }

        Backward(steps, new SegmentLosses(_loss.PolicyLoss, _loss.ValueLoss, _loss.Entropy));
        return steps;
    }

    /// <inheritdoc/>
    public override void Apply() => ApplyGradient();                     // S3c:19

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        base.SaveState(writer);
        _noise.SaveState(writer);
    }

    /// <inheritdoc/>
    public override void RestoreState(BinaryReader reader)
    {
        base.RestoreState(reader);
        _noise.RestoreState(reader);
    }

    private static int LongestSegment(AlgorithmContext context, A3CContinuousOptions options) =>
        options.TMax ?? context.LongestEpisode ?? throw new InvalidOperationException("No episode is known to be the longest.");

    /// <summary>
    /// Draws an action from N(μ(s; θ′), σ²(s; θ′) I). Its likelihood is that of the numbers drawn, however the environment scales and
    /// clips them.
    /// </summary>
    private void ChooseAction(int row)
    {
        Forward(row);
        _noise.Draw(
            Actor.Generator,
            Activations.Output(_heads.Mean, row),
            MathF.Sqrt(_heads.Variance(Activations, row, (float)_options.VarianceFloor)),
            ActionOf(row));
        Statistics.Mark(Phase.Act);
    }

    /// <summary>The action in the environment's numbers.</summary>
    private AgentAction Scaled(ReadOnlySpan<float> drawn)
    {
        _scale.Map(drawn, _scaled);
        return AgentAction.FromValues(_scaled);
    }

    private Span<float> ActionOf(int row) => _actions.AsSpan(row * _heads.Dimensions, _heads.Dimensions);

    /// <summary>Whether R starts from 0: after a terminal state, and, in the paper's literal form, after any end.</summary>
    private bool EndsInZero(StepOutcome outcome) =>
        outcome.Terminated || (outcome.Truncated && _options.TruncatedValue != A3CContinuousOptions.Bootstrap);

    /// <summary>V of the present observation: after a time limit, of the last one before the reset (truncated is not terminated).</summary>
    private float ValueOf(int row)
    {
        Forward(row);
        Statistics.Mark(Phase.Act);
        return Activations.Output(_heads.Value, row)[0];
    }

    /// <summary>R − V(sᵢ; θ′v), or its generalization where λ is not 1.</summary>
    private float AdvantageOf(int row, float returns, ref GeneralizedAdvantage<float> generalized)
    {
        float value = Activations.Output(_heads.Value, row)[0];
        return _options.Lambda == 1 ? returns - value : generalized.Before(_rewards[row], value);
    }

    /// <summary>−∇ [log π(aᵢ|sᵢ; θ′) A + β H], as far as μ and s; the backward pass takes it to θ′.</summary>
    private void AccumulatePolicyGradient(int row, float advantage) => _loss.AddPolicyStep(
        Activations.Output(_heads.Mean, row),
        Activations.Output(_heads.Spread, row)[0],
        ActionOf(row),
        advantage,
        Activations.OutputGradient(_heads.Mean, row),
        out Activations.OutputGradient(_heads.Spread, row)[0]);

    /// <summary>∂ ½ c (R − V(sᵢ; θ′v))² as far as the value; the backward pass takes it to θ′v.</summary>
    private void AccumulateValueGradient(int row, float returns, float advantage)
    {
        float value = Activations.Output(_heads.Value, row)[0];
        bool towardsLambdaReturn = _options.Lambda != 1 && _options.CriticTarget == A3COptions.LambdaReturn;
        _loss.AddValueStep(value, towardsLambdaReturn ? value + advantage : returns, Activations.OutputGradient(_heads.Value, row));
    }
}
