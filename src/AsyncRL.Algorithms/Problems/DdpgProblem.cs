using System.Collections.Immutable;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with both losses of DDPG under the gradient checker: L = Σ ½ (Q(s, a; w) − y)² / B − Σ Q(s, μ(s; θ); w₀) / B over the
/// rows. The targets y and the critic w₀ that teaches the actor are constants, so that the check fails if the actor's loss reached w.
/// </summary>
public sealed class DdpgProblem : IDifferentiable
{
    private readonly Network<double> _network;
    private readonly DeterministicActorCritic<double> _networks;
    private readonly Activations<double> _rows;
    private readonly double[] _parameters;
    private readonly double[] _fixedCritic;
    private readonly double[] _actions;
    private readonly double[] _targets;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads of <see cref="Ddpg"/>.</param>
    /// <param name="rows">B, at least 1.</param>
    public DdpgProblem(NetworkStructure structure, int rows)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _network = NetworkFactory.Double(structure);
        _networks = new DeterministicActorCritic<double>(_network);
        _rows = new Activations<double>(structure, rows);
        (_parameters, _fixedCritic) = (new double[structure.Layout.BlockLength], new double[structure.Layout.BlockLength]);
        (_targets, _actions) = (new double[rows], new double[rows * _networks.ActionOf(_rows, 0).Length]);
        Groups = ImmutableArray.CreateRange(structure.Layout.Slices, s => new VariableGroup(s.Name, s.Offset, s.Length));
    }

    /// <inheritdoc/>
    public string Name => $"{_network.Structure.Description.Name} with the DDPG loss, {_targets.Length} rows";

    /// <inheritdoc/>
    public ImmutableArray<VariableGroup> Groups { get; }

    /// <inheritdoc/>
    public Span<double> Variables => _parameters;

    private double Scale => 1.0 / _targets.Length;

    /// <inheritdoc/>
    public void Draw(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        foreach (ParameterSlice slice in _network.Structure.Layout.Slices)
        {
            double bound = 1 / Math.Sqrt(slice.Shape.FanIn);
            foreach (ref double parameter in slice.Of(_parameters.AsSpan())) parameter = bound * ((2 * generator.NextDouble()) - 1);
        }

        _parameters.CopyTo(_fixedCritic, 0);
        foreach (ref double number in _actions.AsSpan()) number = (2 * generator.NextDouble()) - 1;
        for (int row = 0; row < _targets.Length; row++)
        {
            _targets[row] = generator.NextNormal();
            foreach (ref double number in _rows.Input(row)) number = generator.NextDouble();
        }
    }

    /// <inheritdoc/>
    public double Evaluate(out ulong kinkPattern)
    {
        EvaluateActions();
        double loss = 0;
        for (int row = 0; row < _targets.Length; row++)
        {
            double error = _networks.ValueOf(_rows, row) - _targets[row];
            loss += 0.5 * Scale * error * error;
        }

        kinkPattern = NetworkKinks.Pattern(_rows, _targets.Length);
        _networks.Act(_parameters, _rows, _targets.Length);
        _networks.Evaluate(_fixedCritic, _rows, _targets.Length);
        for (int row = 0; row < _targets.Length; row++) loss -= Scale * _networks.ValueOf(_rows, row);
        kinkPattern = (kinkPattern * 31) + NetworkKinks.Pattern(_rows, _targets.Length);
        return loss;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient)
    {
        gradient.Clear();
        EvaluateActions();
        _networks.AddCriticGradient(_parameters, _rows, _targets, Scale, gradient);
        _networks.Act(_parameters, _rows, _targets.Length);
        _networks.DifferentiateByAction(_parameters, _rows, _targets.Length, Scale);
        _networks.AddActorGradient(_parameters, _rows, _targets.Length, gradient);
    }

    private void EvaluateActions()
    {
        int numbers = _actions.Length / _targets.Length;
        for (int row = 0; row < _targets.Length; row++)
            _actions.AsSpan(row * numbers, numbers).CopyTo(_networks.ActionOf(_rows, row));
        _networks.Evaluate(_parameters, _rows, _targets.Length);
    }
}
