using AsyncRL.Algorithms;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Unreal;

/// <summary>An agent step with everything that UNREAL learns from.</summary>
internal sealed record UnrealStep(float[] Before, float[] After, int Action, float Reward, bool IsTerminal, bool IsEnd)
{
    /// <summary>Whether it is the first of its episode.</summary>
    internal bool Begins { get; init; }

    /// <summary>One number for each action, and the reward, before it.</summary>
    internal float[] LastStep { get; init; } = [];

    /// <summary>The same after it.</summary>
    internal float[] OwnStep { get; init; } = [];
}

/// <summary>The gradient of a turn of UNREAL in double, by the sums that define it. Every pass computes the whole network.</summary>
/// <param name="structure">The network.</param>
/// <param name="options">The options.</param>
internal sealed class ReferenceUnreal(NetworkStructure structure, UnrealOptions options)
{
    private const int Choices = ScriptedTask.ActionCount;

    private readonly Network<double> _network = NetworkFactory.Double(structure);
    private readonly Activations<double> _acting = new(structure, options.TMax + 1);
    private readonly AlignedBlock<double> _parameters = new(structure.Layout.BlockLength);

    /// <summary>The gradient so far.</summary>
    internal double[] Gradient { get; private set; } = [];

    /// <summary>Begins a turn by a snapshot.</summary>
    internal void Begin(float[] theta)
    {
        for (int i = 0; i < theta.Length; i++) _parameters.Span[i] = theta[i];
        Gradient = new double[theta.Length];
    }

    /// <summary>Algorithm S3. The state is carried from segment to segment.</summary>
    internal void AddSegment(IReadOnlyList<UnrealStep> steps, bool learns)
    {
        if (steps[0].Begins) _acting.ClearState();
        (int policy, int value) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        Forward(_acting, steps, steps.Count);
        double returns = steps[^1].IsTerminal ? 0 : _acting.Output(value, steps.Count)[0];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            returns = steps[i].Reward + (options.Discount * returns);
            double[] p = TextbookLoss.Softmax(_acting.Output(policy, i));
            double v = _acting.Output(value, i)[0], entropy = TextbookLoss.Entropy(p);
            for (int j = 0; j < p.Length; j++)
            {
                _acting.OutputGradient(policy, i)[j] = ((returns - v) * (p[j] - (j == steps[i].Action ? 1 : 0)))
                    + (options.EntropyWeight * (TextbookLoss.TimesLogarithm(p[j]) + (p[j] * entropy)));
            }

            _acting.OutputGradient(value, i)[0] = options.ValueGradientScale * (v - returns);
        }

        if (learns) _network.Backward(_parameters.Span, _acting, steps.Count, Gradient);
        _acting.CarryState(steps.Count);
    }

    /// <summary>λ (V − R) of a stretch.</summary>
    internal void AddValueReplay(IReadOnlyList<UnrealStep> steps)
    {
        Activations<double> batch = Forward(new(structure, options.TMax + 1), steps, steps.Count);
        int head = structure.HeadIndex("value");
        double returns = steps[^1].IsTerminal ? 0 : batch.Output(head, steps.Count)[0];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            returns = steps[i].Reward + (options.Discount * returns);
            batch.OutputGradient(head, i)[0] = options.ValueReplay * (batch.Output(head, i)[0] - returns);
        }

        _network.Backward(_parameters.Span, batch, steps.Count, Gradient);
    }

    /// <summary>λ (Q − R) of a stretch, for each thing.</summary>
    /// <param name="steps">The agent steps.</param>
    /// <param name="name">The head.</param>
    /// <param name="weight">λ.</param>
    /// <param name="rewardOf">c of a step and a thing, from the activations.</param>
    internal void AddControl(
        IReadOnlyList<UnrealStep> steps, string name, double weight, Func<Activations<double>, int, int, double> rewardOf)
    {
        Activations<double> batch = Forward(new(structure, options.TMax + 1), steps, steps.Count);
        int head = structure.HeadIndex(name);
        for (int thing = 0; thing < structure.Heads[head].Outputs / (1 + Choices); thing++)
        {
            double returns = 0;
            if (!steps[^1].IsTerminal)
            {
                returns = double.NegativeInfinity;
                for (int a = 0; a < Choices; a++) returns = Math.Max(returns, ValueOf(batch.Output(head, steps.Count), thing, a));
            }

            for (int i = steps.Count - 1; i >= 0; i--)
            {
                returns = rewardOf(batch, i, thing) + (options.ControlDiscount * returns);
                double derivative = weight * (ValueOf(batch.Output(head, i), thing, steps[i].Action) - returns);
                Span<double> gradient = batch.OutputGradient(head, i).Slice(thing * (1 + Choices), 1 + Choices);
                gradient[0] = derivative;
                for (int a = 0; a < Choices; a++) gradient[1 + a] = derivative * ((a == steps[i].Action ? 1 : 0) - (1.0 / Choices));
            }
        }

        _network.Backward(_parameters.Span, batch, steps.Count, Gradient);
    }

    /// <summary>λ (p − 1[class]) after three observations.</summary>
    internal void AddRewardPrediction(IReadOnlyList<UnrealStep> window)
    {
        Activations<double> batch = Forward(new(structure, window.Count), window, window.Count - 1);
        int head = structure.HeadIndex("reward-prediction"), last = window.Count - 1;
        double[] p = TextbookLoss.Softmax(batch.Output(head, last));
        int target = window[last].Reward == 0 ? 0 : window[last].Reward > 0 ? 1 : 2;
        for (int j = 0; j < p.Length; j++)
            batch.OutputGradient(head, last)[j] = options.RewardPrediction * (p[j] - (j == target ? 1 : 0));
        _network.Backward(_parameters.Span, batch, window.Count, Gradient);
    }

    private static double ValueOf(ReadOnlySpan<double> outputs, int thing, int action)
    {
        ReadOnlySpan<double> own = outputs.Slice(thing * (1 + Choices), 1 + Choices);
        double sum = 0;
        foreach (double advantage in own[1..]) sum += advantage;
        return own[0] + own[1 + action] - (sum / Choices);
    }

    /// <summary>Runs the network on the observations up to a row, which may be the one after the last step.</summary>
    private Activations<double> Forward(Activations<double> batch, IReadOnlyList<UnrealStep> steps, int lastRow)
    {
        for (int row = 0; row <= lastRow; row++)
        {
            (float[] observation, float[] side) = row < steps.Count
                ? (steps[row].Before, steps[row].LastStep)
                : (steps[^1].After, steps[^1].OwnStep);
            for (int i = 0; i < observation.Length; i++) batch.Input(row)[i] = observation[i];
            for (int i = 0; i < side.Length; i++) batch.Side(row)[i] = side[i];
        }

        _network.Forward(_parameters.Span, batch, 0, lastRow + 1);
        return batch;
    }
}
