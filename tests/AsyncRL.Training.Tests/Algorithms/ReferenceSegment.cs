using AsyncRL.Algorithms;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The gradient of a segment by Algorithm S3, computed independently: plain loops in double over a network of one hidden layer, from the
/// environment's recorded observations, actions and rewards.
/// </summary>
internal sealed class ReferenceSegment
{
    private readonly ReferenceLayers _layers;
    private readonly A3COptions _options;

    internal ReferenceSegment(ParameterLayout layout, float[] theta, A3COptions options) =>
        (_layers, _options) = (new ReferenceLayers(layout, theta), options);

    /// <summary>dθ, laid out as θ.</summary>
    internal double[] Gradient => _layers.Gradient;

    /// <summary>Adds the gradient of agent steps. The last one either ended its episode or filled the segment.</summary>
    internal void Accumulate(
        IReadOnlyList<(float[] Before, float[] After)> seen, IReadOnlyList<int> taken, IReadOnlyList<StepOutcome> outcomes)
    {
        double returns = outcomes[^1].Terminated ? 0 : Forward(seen[^1].After).Value;
        for (int i = seen.Count - 1; i >= 0; i--)
        {
            double reward = outcomes[i].Reward;
            if (_options.RewardClip > 0) reward = Math.Max(-_options.RewardClip, Math.Min(_options.RewardClip, reward));
            returns = reward + (_options.Discount * returns);
            AccumulateStep(seen[i].Before, taken[i], returns);
        }
    }

    /// <summary>π(·|s).</summary>
    internal double[] Probabilities(float[] observation) => TextbookLoss.Softmax(Forward(observation).Logits);

    private void AccumulateStep(float[] observation, int action, double returns)
    {
        Pass pass = Forward(observation);
        double[] p = TextbookLoss.Softmax(pass.Logits);
        double entropy = TextbookLoss.Entropy(p), advantage = returns - pass.Value;
        var logitGradient = new double[p.Length];
        for (int j = 0; j < p.Length; j++)
        {
            double ofEntropy = TextbookLoss.TimesLogarithm(p[j]) + (p[j] * entropy);
            logitGradient[j] = (advantage * (p[j] - (j == action ? 1 : 0))) + (_options.EntropyWeight * ofEntropy);
        }

        double[] valueGradient = [_options.ValueGradientScale * (pass.Value - returns)];

        var hiddenGradient = new double[pass.Hidden.Length];
        _layers.Backward("policy", pass.Hidden, logitGradient, hiddenGradient);
        _layers.Backward("value", pass.Hidden, valueGradient, hiddenGradient);
        ReferenceLayers.BackwardRectify(pass.Hidden, hiddenGradient);
        _layers.Backward("dense1", pass.Input, hiddenGradient, new double[pass.Input.Length]);
    }

    private Pass Forward(float[] observation)
    {
        double[] input = Array.ConvertAll(observation, number => (double)number);
        double[] hidden = ReferenceLayers.Rectify(_layers.Forward("dense1", input));
        return new Pass(input, hidden, _layers.Forward("policy", hidden), _layers.Forward("value", hidden)[0]);
    }

    private sealed record Pass(double[] Input, double[] Hidden, double[] Logits, double Value);
}
