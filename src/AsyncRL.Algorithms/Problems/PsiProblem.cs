using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with the loss of A3C for any choice of ψ under the gradient checker. ψ, the critic's targets and the ratios of V-trace
/// are constants, computed once at the unperturbed θ.
/// </summary>
public sealed class PsiProblem : SegmentProblem
{
    private readonly A3COptions _options;
    private readonly PsiChoice _choice;
    private readonly SoftmaxLoss<double> _loss;
    private readonly Critic<double> _critic;
    private readonly double[] _weights;
    private readonly double[] _targets;
    private readonly int[] _actions;
    private readonly double[] _probabilities;
    private readonly double[] _logProbabilities;
    private readonly int _policy;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads that A3C has with these options.</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state.</param>
    /// <param name="options">ψ, β, γ, λ and c; t_max is not used.</param>
    public PsiProblem(NetworkStructure structure, int steps, bool terminal, A3COptions options)
        : base($"A3C (ψ = {(options ?? throw new ArgumentNullException(nameof(options))).Psi})", structure, steps, terminal)
    {
        (_options, _choice, _policy) = (options, options.Choice, structure.HeadIndex("policy"));
        (_loss, _critic) = (new SoftmaxLoss<double>(options.ValueGradientScale), new Critic<double>(structure));
        int logits = structure.Heads[_policy].Outputs;
        (_weights, _targets, _actions) = (new double[steps], new double[steps], new int[steps]);
        (_probabilities, _logProbabilities) = (new double[logits], new double[logits]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        foreach (ref int action in _actions.AsSpan()) action = generator.NextInteger(_probabilities.Length);
        double end = Terminal || !_choice.HasCritic ? 0 : _critic.Value(Activations, Steps);
        if (_choice.Psi == Psi.VTrace) DrawCorrected(end, generator);
        else ComputeWeights(end);
    }

    private protected override double AccumulateLoss()
    {
        _loss.Begin(_options.EntropyWeight);
        for (int i = 0; i < Steps; i++)
        {
            Softmax.Distribution(Activations.Output(_policy, i), _probabilities, _logProbabilities);
            _loss.AddPolicyStep(_probabilities, _logProbabilities, _actions[i], _weights[i], Activations.OutputGradient(_policy, i));
            if (_choice.HasCritic) _critic.AddGradient(_loss, Activations, i, _actions[i], _targets[i]);
            else _critic.ClearGradient(Activations, i);
        }

        return _loss.Total;
    }

    private void ComputeWeights(double end)
    {
        var weights = new PolicyWeights<double>(_choice.Psi, _options.Discount, _options.Lambda, _options.LearnsLambdaReturn);
        weights.Begin(end, Rewards);
        for (int i = Steps - 1; i >= 0; i--)
        {
            weights.AddReward(Rewards[i]);
            weights.AddValue(_critic.Value(Activations, i));
            (_weights[i], _targets[i]) = (weights.Of(_critic.ActionValue(Activations, i, _actions[i])), weights.Target);
        }
    }

    /// <summary>The acting policy gave each action a random probability.</summary>
    private void DrawCorrected(double end, RandomGenerator generator)
    {
        var trace = new VTrace<double>(new(_options.Discount, _options.Lambda, _options.RhoBar, _options.CBar, _options.RhoBar));
        trace.Begin(end);
        for (int i = Steps - 1; i >= 0; i--)
        {
            double ratio = Math.Exp(generator.NextNormal() / 2);
            (_weights[i], _targets[i]) = trace.Previous(Rewards[i], _critic.Value(Activations, i), ratio);
        }
    }
}
