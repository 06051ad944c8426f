using System.Linq;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with the sum of all losses of UNREAL under the gradient checker: A3C, value replay, control and reward prediction. All
/// tasks learn from the same segment here, each with targets of its own.
/// </summary>
public sealed class UnrealProblem : SegmentProblem
{
    private readonly UnrealOptions _options;
    private readonly SoftmaxLoss<double> _loss;
    private readonly RewardPredictionLoss<double> _prediction;
    private readonly (int Head, ControlLoss<double> Loss, double[][] Rewards, double[] End)[] _controls;
    private readonly double[] _returns;
    private readonly double[] _replayed;
    private readonly double[] _advantages;
    private readonly double[] _predicted;
    private readonly int[] _actions;
    private readonly double[] _probabilities;
    private readonly double[] _logProbabilities;
    private readonly int _choices;
    private readonly int _rewards;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads of the algorithm.</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state, so that R starts from 0.</param>
    /// <param name="options">The weights; a task of weight 0 has no head.</param>
    public UnrealProblem(NetworkStructure structure, int steps, bool terminal, UnrealOptions options)
        : base("UNREAL", structure, steps, terminal)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _choices = structure.Heads[structure.HeadIndex(UnrealHeads.Policy)].Outputs;
        _loss = new SoftmaxLoss<double>(options.ValueGradientScale);
        _prediction = new RewardPredictionLoss<double>(options.RewardPrediction);
        _rewards = options.PredictsRewards ? structure.HeadIndex(UnrealHeads.RewardPrediction) : -1;
        var controls = new List<(int, ControlLoss<double>, double[][], double[])>();
        if (options.ControlsPixels) controls.Add(Control(structure, UnrealHeads.PixelControl, options.PixelControl));
        if (options.ControlsFeatures) controls.Add(Control(structure, UnrealHeads.FeatureControl, options.FeatureControl));
        _controls = [.. controls];
        (_returns, _replayed, _advantages, _predicted) = (new double[steps], new double[steps], new double[steps], new double[steps]);
        (_actions, _probabilities, _logProbabilities) = (new int[steps], new double[_choices], new double[_choices]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        (double returns, double replayed) = Terminal ? (0, 0) : (Value(Steps), Value(Steps));
        for (int i = Steps - 1; i >= 0; i--)
        {
            _actions[i] = generator.NextInteger(_choices);
            _predicted[i] = generator.NextInteger(3) - 1;
            returns = Rewards[i] + (_options.Discount * returns);
            replayed = generator.NextNormal() + (_options.Discount * replayed);
            (_returns[i], _replayed[i], _advantages[i]) = (returns, replayed, returns - Value(i));
        }

        foreach ((int head, _, double[][] rewards, double[] end) in _controls)
        {
            foreach (double[] ofStep in rewards) foreach (ref double reward in ofStep.AsSpan()) reward = generator.NextDouble();
            Activations.Output(head, Steps).CopyTo(end);
        }
    }

    private protected override double AccumulateLoss()
    {
        double total = 0;
        _loss.Begin(_options.EntropyWeight);
        for (int i = 0; i < Steps; i++)
        {
            AddPolicyStep(i);
            Span<double> gradient = Activations.OutputGradient(ValueHead, i);
            _loss.AddValueStep(Value(i), _returns[i], gradient);
            gradient[0] += SquaredError.Gradient(_options.ValueReplay, Value(i), _replayed[i]);
            total += SquaredError.Value(_options.ValueReplay, Value(i), _replayed[i]);
            if (_rewards >= 0)
                total += _prediction.Learn(Activations.Output(_rewards, i), _predicted[i], Activations.OutputGradient(_rewards, i));
        }

        return _loss.Total + total + _controls.Sum(AddControl);
    }

    private int ValueHead => Activations.Structure.HeadIndex(UnrealHeads.Value);

    private double AddControl((int Head, ControlLoss<double> Loss, double[][] Rewards, double[] End) control)
    {
        if (Terminal) control.Loss.BeginAtTerminal();
        else control.Loss.Begin(control.End);
        for (int i = Steps - 1; i >= 0; i--)
        {
            control.Loss.AddStep(
                Activations.Output(control.Head, i), _actions[i], control.Rewards[i], Activations.OutputGradient(control.Head, i));
        }

        return control.Loss.Total;
    }

    private void AddPolicyStep(int step)
    {
        int policy = Activations.Structure.HeadIndex(UnrealHeads.Policy);
        Softmax.Distribution(Activations.Output(policy, step), _probabilities, _logProbabilities);
        _loss.AddPolicyStep(
            _probabilities, _logProbabilities, _actions[step], _advantages[step], Activations.OutputGradient(policy, step));
    }

    private double Value(int step) => Activations.Output(ValueHead, step)[0];

    private (int Head, ControlLoss<double> Loss, double[][] Rewards, double[] End) Control(
        NetworkStructure structure, string name, double weight)
    {
        int head = structure.HeadIndex(name), outputs = structure.Heads[head].Outputs, things = outputs / (1 + _choices);
        var rewards = new double[Steps][];
        for (int i = 0; i < Steps; i++) rewards[i] = new double[things];
        return (head, new ControlLoss<double>(things, _choices, _options.ControlDiscount, weight), rewards, new double[outputs]);
    }
}
