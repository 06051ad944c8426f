using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Gradients;

/// <summary>
/// One layer as a subject of the gradient checker: L = Σ (cᵢ yᵢ + ½ yᵢ²) over its outputs for random c, as a function of its parameters and
/// its inputs. Because of the square, every output's gradient depends on the outputs, as in a loss.
/// </summary>
public sealed class LayerProblem : IDifferentiable
{
    /// <summary>One row in four starts an episode, so that a short segment has several starts.</summary>
    private const int StepsPerEpisode = 4;

    private readonly Layer _layer;
    private readonly int _rows;
    private readonly int _sequences;
    private readonly bool[] _starts;
    private readonly double[] _variables;
    private readonly double[] _coefficients;
    private readonly double[] _output;
    private readonly double[] _scratch;
    private readonly double[] _firstStates;
    private readonly double[] _state;
    private readonly double[] _record;

    /// <summary>Makes a problem of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="steps">Time steps of the segment, at least 1.</param>
    /// <param name="sequences">Number of sequences, at least 1.</param>
    public LayerProblem(Layer layer, int steps, int sequences = 1)
    {
        ArgumentNullException.ThrowIfNull(layer);
        int rows = steps * sequences;
        (_layer, _rows, _sequences, _starts) = (layer, rows, sequences, new bool[rows]);
        _variables = new double[layer.ParameterBlockLength + (rows * (layer.Input.Size + layer.JoinedLength))];
        _coefficients = new double[rows * layer.Output.Size];
        _output = new double[rows * layer.Output.Size];
        _scratch = new double[layer.ScratchLength(rows, sequences)];
        _state = new double[(rows + sequences) * layer.StateLength];
        _firstStates = new double[sequences * layer.StateLength];
        _record = new double[rows * layer.RecordLength];
        var groups = ImmutableArray.CreateBuilder<VariableGroup>();
        for (int i = 0; i < layer.Parameters.Length; i++)
            groups.Add(new VariableGroup(layer.Parameters[i].Name, layer.ParameterOffset(i), layer.Parameters[i].Length));
        groups.Add(new VariableGroup("input", layer.ParameterBlockLength, rows * layer.Input.Size));
        if (layer.JoinedLength > 0)
            groups.Add(new VariableGroup("joined", layer.ParameterBlockLength + (rows * layer.Input.Size), rows * layer.JoinedLength));
        Groups = groups.ToImmutable();
    }

    /// <inheritdoc/>
    public string Name =>
        $"{_layer.Kind} {_layer.Input} → {_layer.Output}, {_rows} rows" + (_sequences > 1 ? $" of {_sequences} sequences" : "");

    /// <inheritdoc/>
    public ImmutableArray<VariableGroup> Groups { get; }

    /// <inheritdoc/>
    public Span<double> Variables => _variables;

    private Span<double> Parameters => _variables.AsSpan(0, _layer.ParameterBlockLength);

    private Span<double> Input => InputOf(_variables);

    private Span<double> Joined => JoinedOf(_variables);

    /// <inheritdoc/>
    public void Draw(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        foreach (VariableGroup group in Groups)
        {
            foreach (ref double variable in _variables.AsSpan(group.Offset, group.Length)) variable = (2 * generator.NextDouble()) - 1;
        }

        foreach (ref double number in _firstStates.AsSpan()) number = (2 * generator.NextDouble()) - 1;
        foreach (ref double coefficient in _coefficients.AsSpan()) coefficient = (2 * generator.NextDouble()) - 1;
        foreach (ref bool start in _starts.AsSpan()) start = _layer.StateLength > 0 && generator.NextInteger(StepsPerEpisode) == 0;
    }

    /// <inheritdoc/>
    public double Evaluate(out ulong kinkPattern)
    {
        Forward();
        kinkPattern = _layer.KinkPattern(Input);

        // Compensated summation (Kahan 1965): the rounding of a plain sum of thousands of terms would be visible in the difference
        // quotient.
        double sum = 0, excess = 0;
        for (int i = 0; i < _output.Length; i++)
        {
            double term = ((_coefficients[i] + (0.5 * _output[i])) * _output[i]) - excess;
            double next = sum + term;
            excess = (next - sum) - term;
            sum = next;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Differentiate(Span<double> gradient)
    {
        Forward();
        var outputGradient = new double[_output.Length];
        for (int i = 0; i < _output.Length; i++) outputGradient[i] = _coefficients[i] + _output[i];
        gradient.Clear();
        _layer.Backward<ScalarVector<double>, double>(new BackwardPass<double>
        {
            Rows = _rows,
            Sequences = _sequences,
            Starts = _starts,
            Parameters = Parameters,
            Input = Input,
            Output = _output,
            OutputGradient = outputGradient,
            ParameterGradient = gradient[.._layer.ParameterBlockLength],
            InputGradient = InputOf(gradient),
            JoinedGradient = JoinedOf(gradient),
            State = _state,
            Record = _record,
            Scratch = _scratch,
        });
    }

    private Span<double> InputOf(Span<double> numbers) => numbers.Slice(_layer.ParameterBlockLength, _rows * _layer.Input.Size);

    private Span<double> JoinedOf(Span<double> numbers) => numbers[(_layer.ParameterBlockLength + (_rows * _layer.Input.Size))..];

    private void Forward()
    {
        // A row that starts an episode clears its state, also the first one.
        _firstStates.CopyTo(_state, 0);
        _layer.Forward<ScalarVector<double>, double>(new ForwardPass<double>
        {
            Rows = _rows,
            Sequences = _sequences,
            Starts = _starts,
            Parameters = Parameters,
            Input = Input,
            Joined = Joined,
            Output = _output,
            State = _state,
            Record = _record,
            Scratch = _scratch,
        });
    }
}
