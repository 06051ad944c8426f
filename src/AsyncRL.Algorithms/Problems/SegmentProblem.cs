using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with the loss of an algorithm, for the gradient checker. The segment has random observations, actions and rewards, a
/// terminal or bootstrapped end, and a random initial state in layers with memory. The algorithm's constants, its targets and advantages,
/// are computed once, at the unperturbed θ.
/// </summary>
public abstract class SegmentProblem : IDifferentiable
{
    private readonly Network<double> _network;
    private readonly double[] _parameters;
    private readonly string _loss;

    private protected SegmentProblem(string loss, NetworkStructure structure, int steps, bool terminal)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (_loss, Steps, Terminal) = (loss, steps, terminal);
        _network = NetworkFactory.Double(structure);
        Activations = new Activations<double>(structure, steps + 1);
        _parameters = new double[structure.Layout.BlockLength];
        Rewards = new double[steps];
        Groups = ImmutableArray.CreateRange(structure.Layout.Slices, s => new VariableGroup(s.Name, s.Offset, s.Length));
    }

    /// <inheritdoc/>
    public string Name =>
        $"{_network.Structure.Description.Name} with the {_loss} loss, {Steps} steps, {(Terminal ? "terminal" : "bootstrapped")}";

    /// <inheritdoc/>
    public ImmutableArray<VariableGroup> Groups { get; }

    /// <inheritdoc/>
    public Span<double> Variables => _parameters;

    private protected Activations<double> Activations { get; }

    private protected int Steps { get; }

    private protected bool Terminal { get; }

    private protected double[] Rewards { get; }

    /// <inheritdoc/>
    public void Draw(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        foreach (ParameterSlice slice in _network.Structure.Layout.Slices)
        {
            double bound = 1 / Math.Sqrt(slice.Shape.FanIn);
            foreach (ref double parameter in slice.Of(_parameters.AsSpan())) parameter = bound * ((2 * generator.NextDouble()) - 1);
        }

        for (int row = 0; row <= Steps; row++)
        {
            foreach (ref double number in Activations.Input(row)) number = generator.NextDouble();
            foreach (ref double number in Activations.Side(row)) number = (2 * generator.NextDouble()) - 1;
        }

        for (int node = 0; node < _network.Structure.Nodes.Length; node++)
        {
            foreach (ref double number in Activations.InitialState(node)) number = (2 * generator.NextDouble()) - 1;
        }

        foreach (ref double reward in Rewards.AsSpan()) reward = (2 * generator.NextDouble()) - 1;
        Forward();
        DrawSegment(generator);
    }

    /// <inheritdoc/>
    public double Evaluate(out ulong kinkPattern)
    {
        Forward();
        double loss = AccumulateLoss();
        kinkPattern = NetworkKinks.Pattern(Activations, Steps) ^ LossKinkPattern();
        return loss;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient)
    {
        Forward();
        AccumulateLoss();
        gradient.Clear();
        _network.Backward(_parameters, Activations, Steps, gradient);
    }

    /// <summary>Draws the actions and computes the constants from the outputs of the unperturbed network.</summary>
    private protected abstract void DrawSegment(RandomGenerator generator);

    /// <summary>Computes the loss of the segment and writes the heads' output gradients.</summary>
    private protected abstract double AccumulateLoss();

    /// <summary>A hash of the side of each kink of the loss on which the segment is, for the last accumulated loss.</summary>
    private protected virtual ulong LossKinkPattern() => 0;

    private void Forward() => _network.Forward(_parameters, Activations, 0, Steps + 1);
}
