using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// Compares the gradient that training computes with the textbook's loss. The advantage R − V of this loss is either constant, as it should
/// be, or it depends on V, so that the true gradient has a part that flows through V.
/// </summary>
internal sealed class AdvantageLeakProblem : IDifferentiable
{
    private const double EntropyWeight = 0.1;
    private const double ValueGradientScale = 0.5;
    private const int Policy = 0;
    private const int Value = 1;

    private readonly bool _leaky;
    private readonly Network<double> _network;
    private readonly Activations<double> _activations;
    private readonly double[] _parameters;
    private readonly double[] _returns;
    private readonly double[] _advantages;
    private readonly int[] _actions;

    internal AdvantageLeakProblem(NetworkStructure structure, int steps, bool leaky)
    {
        _leaky = leaky;
        _network = NetworkFactory.Double(structure);
        _activations = new Activations<double>(structure, steps);
        _parameters = new double[structure.Layout.BlockLength];
        (_returns, _advantages, _actions) = (new double[steps], new double[steps], new int[steps]);
        Groups = ImmutableArray.CreateRange(structure.Layout.Slices, s => new VariableGroup(s.Name, s.Offset, s.Length));
    }

    public string Name => $"the A3C loss with {(_leaky ? "a leaky" : "a constant")} advantage";

    public ImmutableArray<VariableGroup> Groups { get; }

    public Span<double> Variables => _parameters;

    private int Steps => _actions.Length;

    public void Draw(RandomGenerator generator)
    {
        foreach (VariableGroup group in Groups)
        {
            foreach (ref double parameter in _parameters.AsSpan(group.Offset, group.Length)) parameter = 0.5 * generator.NextNormal();
        }

        for (int i = 0; i < Steps; i++)
        {
            foreach (ref double number in _activations.Input(i)) number = generator.NextNormal();
            _actions[i] = generator.NextInteger(_network.Structure.Heads[Policy].Outputs);
            _returns[i] = generator.NextNormal();
        }

        Forward();
        for (int i = 0; i < Steps; i++) _advantages[i] = _returns[i] - ValueAt(i);
    }

    public double Evaluate(out ulong kinkPattern)
    {
        Forward();
        kinkPattern = NetworkKinks.Pattern(_activations, Steps);
        var loss = new TextbookLoss(EntropyWeight, ValueGradientScale);
        double total = 0;
        for (int i = 0; i < Steps; i++)
        {
            double advantage = _leaky ? _returns[i] - ValueAt(i) : _advantages[i];
            total += loss.At(_activations.Output(Policy, i), _actions[i], advantage, ValueAt(i), _returns[i]);
        }

        return total;
    }

    public void Differentiate(Span<double> gradient)
    {
        Forward();
        var loss = TestLoss.Softmax(EntropyWeight, ValueGradientScale);
        for (int i = 0; i < Steps; i++)
        {
            loss.AddPolicyStep(_activations.Output(Policy, i), _actions[i], _advantages[i], _activations.OutputGradient(Policy, i));
            loss.AddValueStep(ValueAt(i), _returns[i], _activations.OutputGradient(Value, i));
        }

        gradient.Clear();
        _network.Backward(_parameters, _activations, Steps, gradient);
    }

    private double ValueAt(int row) => _activations.Output(Value, row)[0];

    private void Forward() => _network.Forward(_parameters, _activations, 0, Steps);
}
