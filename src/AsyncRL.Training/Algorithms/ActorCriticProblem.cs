using System.Collections.Immutable;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// A whole network with the loss of advantage actor-critic under the gradient checker: a random segment of random observations, actions and
/// rewards, with a terminal end or a bootstrapped one. The returns R and the advantages are computed once, at the unperturbed θ, and are
/// constants of the loss, as in Algorithm S3.
/// </summary>
public sealed class ActorCriticProblem : IDifferentiable
{
    private readonly Network<double> _network;
    private readonly Activations<double> _activations;
    private readonly ActorCriticLoss<double> _loss;
    private readonly AdvantageActorCriticOptions _options;
    private readonly double[] _parameters;
    private readonly double[] _rewards;
    private readonly double[] _returns;
    private readonly double[] _advantages;
    private readonly int[] _actions;
    private readonly int _steps;
    private readonly bool _terminal;
    private readonly int _policy;
    private readonly int _value;

    /// <summary>Puts a network under the checker.</summary>
    /// <param name="structure">A network with the heads "policy" and "value".</param>
    /// <param name="steps">Agent steps of the segment, at least 1.</param>
    /// <param name="terminal">Whether the segment ends in a terminal state, so that R starts from 0 rather than from V.</param>
    /// <param name="options">β, γ and c; t_max is not used.</param>
    public ActorCriticProblem(NetworkStructure structure, int steps, bool terminal, AdvantageActorCriticOptions options)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(options);
        (_steps, _terminal, _options) = (steps, terminal, options);
        (_policy, _value) = (structure.HeadIndex("policy"), structure.HeadIndex("value"));
        _network = NetworkFactory.Double(structure);
        _activations = new Activations<double>(structure, steps + 1);
        _loss = new ActorCriticLoss<double>(structure.Heads[_policy].Outputs, options.EntropyWeight, options.ValueGradientScale);
        _parameters = new double[structure.Layout.BlockLength];
        (_rewards, _returns, _advantages, _actions) = (new double[steps], new double[steps], new double[steps], new int[steps]);
        Groups = ImmutableArray.CreateRange(structure.Layout.Slices, s => new VariableGroup(s.Name, s.Offset, s.Length));
    }

    /// <inheritdoc/>
    public string Name =>
        $"{_network.Structure.Description.Name} with the A3C loss, {_steps} steps, {(_terminal ? "terminal" : "bootstrapped")}";

    /// <inheritdoc/>
    public ImmutableArray<VariableGroup> Groups { get; }

    /// <inheritdoc/>
    public Span<double> Variables => _parameters;

    /// <inheritdoc/>
    public void Draw(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        foreach (ParameterSlice slice in _network.Structure.Layout.Slices)
        {
            double bound = 1 / Math.Sqrt(slice.Shape.FanIn);
            foreach (ref double parameter in slice.Of(_parameters.AsSpan())) parameter = bound * ((2 * generator.NextDouble()) - 1);
        }

        for (int row = 0; row <= _steps; row++)
        {
            foreach (ref double number in _activations.Input(row)) number = generator.NextDouble();
        }

        for (int i = 0; i < _steps; i++)
        {
            _actions[i] = generator.NextInteger(_network.Structure.Heads[_policy].Outputs);
            _rewards[i] = (2 * generator.NextDouble()) - 1;
        }

        ComputeReturns();
    }

    /// <inheritdoc/>
    public double Evaluate(out ulong kinkPattern)
    {
        Forward();
        kinkPattern = NetworkKinks.Pattern(_activations, _steps);
        AccumulateLoss();
        return _loss.Total;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient)
    {
        Forward();
        AccumulateLoss();
        gradient.Clear();
        _network.Backward(_parameters, _activations, _steps, gradient);
    }

    private void Forward() => _network.Forward(_parameters, _activations, 0, _steps + 1);

    private void ComputeReturns()
    {
        Forward();
        double returns = _terminal ? 0 : _activations.Output(_value, _steps)[0];
        for (int i = _steps - 1; i >= 0; i--)
        {
            returns = _rewards[i] + (_options.Discount * returns);
            (_returns[i], _advantages[i]) = (returns, returns - _activations.Output(_value, i)[0]);
        }
    }

    private void AccumulateLoss()
    {
        _loss.Clear();
        for (int i = 0; i < _steps; i++)
        {
            _loss.AddPolicyStep(_activations.Output(_policy, i), _actions[i], _advantages[i], _activations.OutputGradient(_policy, i));
            _loss.AddValueStep(_activations.Output(_value, i)[0], _returns[i], _activations.OutputGradient(_value, i));
        }
    }
}
