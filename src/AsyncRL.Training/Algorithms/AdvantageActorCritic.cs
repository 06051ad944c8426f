using AsyncRL.Environments;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Terms;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// Asynchronous advantage actor-critic: Algorithm S3 of the paper for one actor-learner thread, with the entropy term of section 4.
/// </summary>
/// <remarks>
/// <c>// S3:n</c> marks the statement that realises line n of the pseudo-code as docs/algorithms/a3c.md numbers it. The policy and the
/// value share all layers but their own heads, so θ′ and θ′v are one block here, and so are dθ and dθv. Nothing is allocated once
/// constructed.
/// </remarks>
internal sealed class AdvantageActorCritic : ISegmentAlgorithm
{
    private readonly Network<float> _network;
    private readonly SharedParameters _shared;
    private readonly Actor _actor;
    private readonly Optimizer _optimizer;
    private readonly GradientClipper _clipper;
    private readonly ActorStatistics _statistics;
    private readonly AdvantageActorCriticOptions _options;
    private readonly Schedule _learningRate;
    private readonly Schedule _entropyWeight;
    private readonly ActorCriticLoss<float> _loss;
    private readonly Activations<float> _activations;
    private readonly AlignedBlock<float> _parameters;
    private readonly AlignedBlock<float> _gradient;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly int[] _actions;
    private readonly float[] _rewards;
    private readonly int _policy;
    private readonly int _value;
    private readonly float _discount;
    private long _updatesAtSnapshot;

    internal AdvantageActorCritic(AlgorithmContext context, AdvantageActorCriticOptions options)
    {
        (_network, _shared, _actor, _options) = (context.Network, context.Shared, context.Actor, options);
        (_optimizer, _clipper, _learningRate, _statistics) = (context.Optimizer, context.Clipper, context.LearningRate, context.Statistics);
        NetworkStructure structure = _network.Structure;
        _discount = (float)options.Discount;
        _entropyWeight = new Schedule(options.EntropyWeight, options.EntropyWeightSchedule, context.LastAgentStep);
        (_policy, _value) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        int actions = structure.Heads[_policy].Outputs;
        _loss = new ActorCriticLoss<float>(actions, (float)options.EntropyWeight, (float)options.ValueGradientScale);
        _activations = new Activations<float>(structure, options.TMax + 1);
        _parameters = new AlignedBlock<float>(structure.Layout.BlockLength);
        _gradient = new AlignedBlock<float>(structure.Layout.BlockLength);
        (_probabilities, _logProbabilities) = (new float[actions], new float[actions]);
        (_actions, _rewards) = (new int[options.TMax], new float[options.TMax]);
    }

    /// <inheritdoc/>
    public int ComputeSegment()
    {
        _gradient.Span.Clear();                                          // S3:3
        _updatesAtSnapshot = _shared.Updates;
        _shared.Snapshot(_parameters.Span);                              // S3:4
        _statistics.Mark(Phase.Snapshot);
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
        _shared.AddAgentSteps(steps);                                    // S3:11

        float returns = outcome.Terminated ? 0 : ValueOf(steps);         // S3:13
        _loss.Clear();
        _loss.EntropyWeight = (float)_entropyWeight.At(_shared.AgentSteps);
        for (int i = steps - 1; i >= 0; i--)                             // S3:14
        {
            returns = _rewards[i] + (_discount * returns);               // S3:15
            AccumulatePolicyGradient(i, returns);                        // S3:16
            AccumulateValueGradient(i, returns);                         // S3:17
        }

        _network.Backward(_parameters.Span, _activations, steps, _gradient.Span);
        _statistics.CountAgentSteps(steps);
        _statistics.Mark(Phase.Backward);
        return steps;
    }

    /// <inheritdoc/>
    public void Apply()
    {
        double norm = _clipper.Clip(_gradient.Span);
        long staleness = _shared.Updates - _updatesAtSnapshot;
        _optimizer.Apply(_shared, _gradient.Span, _learningRate.At(_shared.AgentSteps)); // S3:19
        _statistics.CountLosses(_loss.PolicyLoss, _loss.ValueLoss, _loss.Entropy);
        _statistics.CountUpdate(norm, staleness);
        _statistics.Mark(Phase.Apply);
    }

    /// <summary>Draws an action from π(·|s; θ′). The activations stay for the backward pass: θ′ does not change within a segment.</summary>
    private int ChooseAction(int row)
    {
        Forward(row);
        Softmax.Distribution(_activations.Output(_policy, row), _probabilities, _logProbabilities);
        int action = Softmax.Pick(_probabilities, _actor.Generator.NextSingle());
        _statistics.Mark(Phase.Act);
        return action;
    }

    private void BeginEpisodeIfOver()
    {
        _actor.BeginEpisodeIfOver();
        _statistics.Mark(Phase.Environment);
    }

    private StepOutcome Step(int action)
    {
        StepOutcome outcome = _actor.Step(action);
        _statistics.Mark(Phase.Environment);
        return outcome;
    }

    /// <summary>V of the present observation: after a time limit, of the last one before the reset (truncated is not terminated).</summary>
    private float ValueOf(int row)
    {
        Forward(row);
        _statistics.Mark(Phase.Act);
        return _activations.Output(_value, row)[0];
    }

    private void Forward(int row)
    {
        _actor.Observe(_activations.Input(row));
        _network.Forward(_parameters.Span, _activations, row, 1);
    }

    /// <summary>−∇ [log π(aᵢ|sᵢ; θ′) (R − V(sᵢ; θ′v)) + β H], as far as the logits; the backward pass takes it to θ′.</summary>
    private void AccumulatePolicyGradient(int row, float returns)
    {
        float advantage = returns - _activations.Output(_value, row)[0];
        _loss.AddPolicyStep(_activations.Output(_policy, row), _actions[row], advantage, _activations.OutputGradient(_policy, row));
    }

    /// <summary>∂ ½ c (R − V(sᵢ; θ′v))² as far as the value; the backward pass takes it to θ′v.</summary>
    private void AccumulateValueGradient(int row, float returns) =>
        _loss.AddValueStep(_activations.Output(_value, row)[0], returns, _activations.OutputGradient(_value, row));

    private float Clip(float reward)
    {
        float limit = (float)_options.RewardClip;
        return limit > 0 ? Math.Clamp(reward, -limit, limit) : reward;
    }
}
