using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// Asynchronous advantage actor-critic: Algorithm S3 of the paper for one actor-learner thread, with the entropy term of section 4.
/// </summary>
/// <remarks>
/// <c>// S3:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/a3c.md numbers it. The policy and the
/// value share all layers but their own heads, so θ′ and θ′v are one block here, and so are dθ and dθv. Nothing is allocated once
/// constructed.
/// </remarks>
internal sealed class A3C : SegmentLearner
{
    private readonly A3COptions _options;
    private readonly Annealing _entropyWeight;
    private readonly ActorCriticLoss<float> _loss;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _actions;
    private readonly float[] _rewards;
    private readonly int _policy;
    private readonly int _value;
    private readonly float _discount;

    internal A3C(AlgorithmContext context, A3COptions options)
        : base(context, options.TMax, options.RewardClip)
    {
        _options = options;
        NetworkStructure structure = context.Network.Structure;
        _discount = (float)options.Discount;
        _entropyWeight = new Annealing(options.EntropyWeight, options.EntropyWeightSchedule, context.LastAgentStep);
        (_policy, _value) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        int actions = structure.Heads[_policy].Outputs;
        _loss = new ActorCriticLoss<float>(actions, (float)options.EntropyWeight, (float)options.ValueGradientScale);
        (_probabilities, _logProbabilities) = (new float[actions], new float[actions]);
        (_actions, _rewards) = (new int[options.TMax], new float[options.TMax]);
    }

    /// <inheritdoc/>
    public override int ComputeSegment()
    {
        ClearGradient();                                                 // S3:3
        TakeSnapshot();                                                  // S3:4
        int steps = 0;                                                   // S3:5
        BeginEpisodeIfOver();                                            // S3:6
        StepOutcome outcome;
        do                                                               // S3:7
        {
            _actions[steps] = ChooseAction(steps);                       // S3:8
            outcome = Step(_actions[steps]);                             // S3:9
            _rewards[steps] = Clip(outcome.Reward);
            steps++;                                                     // S3:10
        }
        while (!outcome.IsEnd && steps < _options.TMax);                 // S3:12
        Shared.AddAgentSteps(steps);                                     // S3:11

        float returns = outcome.Terminated ? 0 : ValueOf(steps);         // S3:13
        var generalized = new GeneralizedAdvantage<float>(_discount, (float)_options.Lambda, returns);
        _loss.Clear();
        _loss.EntropyWeight = (float)_entropyWeight.At(Shared.AgentSteps);
        for (int i = steps - 1; i >= 0; i--)                             // S3:14
        {
            returns = _rewards[i] + (_discount * returns);               // S3:15
            float advantage = AdvantageOf(i, returns, ref generalized);
            AccumulatePolicyGradient(i, advantage);                      // S3:16
            AccumulateValueGradient(i, returns, advantage);              // S3:17
        }

        Backward(steps, new SegmentLosses(_loss.PolicyLoss, _loss.ValueLoss, _loss.Entropy));
        return steps;
    }

    /// <inheritdoc/>
    public override void Apply() => ApplyGradient();                     // S3:19

    /// <summary>Draws an action from π(·|s; θ′).</summary>
    private int ChooseAction(int row)
    {
        Forward(row);
        Softmax.Distribution(Activations.Output(_policy, row), _probabilities, _logProbabilities);
        int action = Softmax.Pick(_probabilities, Actor.Generator.NextSingle());
        Statistics.Mark(Phase.Act);
        return action;
    }

    /// <summary>V of the present observation: after a time limit, of the last one before the reset (truncated is not terminated).</summary>
    private float ValueOf(int row)
    {
        Forward(row);
        Statistics.Mark(Phase.Act);
        return Activations.Output(_value, row)[0];
    }

    /// <summary>R − V(sᵢ; θ′v), or its generalization where λ is not 1.</summary>
    private float AdvantageOf(int row, float returns, ref GeneralizedAdvantage<float> generalized)
    {
        float value = Activations.Output(_value, row)[0];
        return _options.Lambda == 1 ? returns - value : generalized.Before(_rewards[row], value);
    }

    /// <summary>−∇ [log π(aᵢ|sᵢ; θ′) A + β H], as far as the logits; the backward pass takes it to θ′.</summary>
    private void AccumulatePolicyGradient(int row, float advantage) =>
        _loss.AddPolicyStep(Activations.Output(_policy, row), _actions[row], advantage, Activations.OutputGradient(_policy, row));

    /// <summary>∂ ½ c (R − V(sᵢ; θ′v))² as far as the value; the backward pass takes it to θ′v.</summary>
    private void AccumulateValueGradient(int row, float returns, float advantage)
    {
        float value = Activations.Output(_value, row)[0];
        bool towardsLambdaReturn = _options.Lambda != 1 && _options.CriticTarget == A3COptions.LambdaReturn;
        _loss.AddValueStep(value, towardsLambdaReturn ? value + advantage : returns, Activations.OutputGradient(_value, row));
    }
}
