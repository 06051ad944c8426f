using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Algorithms;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The gradient of a segment by Algorithm S3, computed afresh: plain loops in double over a network of one hidden layer, from what the
/// environment showed, took and paid.
/// </summary>
internal sealed class ReferenceSegment
{
    private readonly ParameterLayout _layout;
    private readonly double[] _theta;
    private readonly AdvantageActorCriticOptions _options;

    internal ReferenceSegment(ParameterLayout layout, float[] theta, AdvantageActorCriticOptions options)
    {
        (_layout, _theta, _options) = (layout, Array.ConvertAll(theta, parameter => (double)parameter), options);
        Gradient = new double[theta.Length];
    }

    /// <summary>dθ, laid out as θ.</summary>
    internal double[] Gradient { get; }

    /// <summary>Adds the gradient of agent steps of which the last either ended its episode or filled the segment.</summary>
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
            logitGradient[j] = (advantage * (p[j] - (j == action ? 1 : 0))) + (_options.EntropyWeight * p[j] * (Math.Log(p[j]) + entropy));
        double[] valueGradient = [_options.ValueGradientScale * (pass.Value - returns)];

        var hiddenGradient = new double[pass.Hidden.Length];
        BackwardDense("policy", pass.Hidden, logitGradient, hiddenGradient);
        BackwardDense("value", pass.Hidden, valueGradient, hiddenGradient);
        for (int u = 0; u < hiddenGradient.Length; u++)
        {
            if (pass.Hidden[u] <= 0) hiddenGradient[u] = 0;
        }

        BackwardDense("dense1", pass.Input, hiddenGradient, new double[pass.Input.Length]);
    }

    private Pass Forward(float[] observation)
    {
        double[] input = Array.ConvertAll(observation, number => (double)number);
        double[] hidden = Array.ConvertAll(ForwardDense("dense1", input), sum => Math.Max(0, sum));
        return new Pass(input, hidden, ForwardDense("policy", hidden), ForwardDense("value", hidden)[0]);
    }

    private double[] ForwardDense(string layer, double[] input)
    {
        (int weights, int bias, int outputs) = Find(layer);
        var output = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            output[o] = _theta[bias + o];
            for (int i = 0; i < input.Length; i++) output[o] += input[i] * _theta[weights + (i * outputs) + o];
        }

        return output;
    }

    private void BackwardDense(string layer, double[] input, double[] outputGradient, double[] inputGradient)
    {
        (int weights, int bias, int outputs) = Find(layer);
        for (int o = 0; o < outputs; o++)
        {
            Gradient[bias + o] += outputGradient[o];
            for (int i = 0; i < input.Length; i++)
            {
                Gradient[weights + (i * outputs) + o] += input[i] * outputGradient[o];
                inputGradient[i] += _theta[weights + (i * outputs) + o] * outputGradient[o];
            }
        }
    }

    private (int Weights, int Bias, int Outputs) Find(string layer)
    {
        int weights = -1, bias = -1, outputs = 0;
        foreach (ParameterSlice slice in _layout.Slices)
        {
            if (slice.Name == $"{layer}.weights") weights = slice.Offset;
            if (slice.Name == $"{layer}.bias") (bias, outputs) = (slice.Offset, slice.Length);
        }

        return (weights, bias, outputs);
    }

    private sealed record Pass(double[] Input, double[] Hidden, double[] Logits, double Value);
}
