using System.Numerics;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// Integrates the derivatives of V and of a choice along the straight path from one observation to another, by the midpoint rule. What is
/// beside the observation and the states of layers with memory stay as they are. The class is generic over the element, so that its sum is
/// checked in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class PathIntegral<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AgentOutputs<T> _outputs;
    private readonly Activations<T> _activations;
    private readonly T[] _gradients;
    private readonly int _steps;
    private readonly int _size;

    /// <summary>Allocates one pass for all steps.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="steps">Steps of the path.</param>
    internal PathIntegral(Network<T> network, ActionSpecification actions, int steps)
    {
        (_steps, _size) = (steps, network.Structure.Input.Size);
        _outputs = new AgentOutputs<T>(network, actions);

        // The last two rows are the ends of the path.
        _activations = new Activations<T>(network.Structure, 1, steps + 2, part: _outputs.Part);
        _gradients = new T[(steps + 2) * _size];
    }

    /// <summary>Runs the network on the steps of the path and on its two ends.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="write">Writes into a row what stays the same along the path; it may write the observation, too.</param>
    /// <param name="from">The first observation.</param>
    /// <param name="to">The last one.</param>
    internal void Forward(ReadOnlySpan<T> parameters, Action<Activations<T>, int> write, ReadOnlySpan<T> from, ReadOnlySpan<T> to)
    {
        for (int row = 0; row < _steps + 2; row++)
        {
            write(_activations, row);
            T share = ShareOf(row);
            Span<T> observation = _activations.Input(row);
            for (int i = 0; i < _size; i++) observation[i] = from[i] + (share * (to[i] - from[i]));
        }

        _outputs.Forward(parameters, _activations);
    }

    /// <summary>Integrates the derivative of V.</summary>
    /// <param name="parameters">The block of the last <see cref="Forward"/>.</param>
    /// <param name="slopes">[steps, input]: receives the derivatives at the steps, which are valid until the next call.</param>
    /// <returns>V at both ends.</returns>
    internal (T From, T To) DifferentiateValue(ReadOnlySpan<T> parameters, out ReadOnlySpan<T> slopes)
    {
        _outputs.DifferentiateValue(parameters, _activations, _gradients);
        slopes = _gradients.AsSpan(0, _steps * _size);
        return (_outputs.ValueOf(_activations, _steps), _outputs.ValueOf(_activations, _steps + 1));
    }

    /// <summary>Integrates the derivative of a choice.</summary>
    /// <param name="parameters">The block of the last <see cref="Forward"/>.</param>
    /// <param name="action">One choice, or one for each dimension; not used where actions are vectors.</param>
    /// <param name="slopes">[steps, input]: receives the derivatives at the steps, which are valid until the next call.</param>
    /// <returns>The number of the choice at both ends.</returns>
    internal (T From, T To) DifferentiateChoice(ReadOnlySpan<T> parameters, ReadOnlySpan<int> action, out ReadOnlySpan<T> slopes)
    {
        _outputs.DifferentiateChoice(parameters, _activations, action, _gradients);
        slopes = _gradients.AsSpan(0, _steps * _size);
        return (_outputs.ChoiceOf(_activations, _steps, action), _outputs.ChoiceOf(_activations, _steps + 1, action));
    }

    /// <summary>The mean of the derivatives, multiplied by the way of each number of the observation.</summary>
    /// <param name="slopes">[steps, input].</param>
    /// <param name="from">The first observation.</param>
    /// <param name="to">The last one.</param>
    /// <returns>[input]: the part of each number. Their sum is the change of the output along the path.</returns>
    internal T[] PartsOf(ReadOnlySpan<T> slopes, ReadOnlySpan<T> from, ReadOnlySpan<T> to)
    {
        var parts = new T[_size];
        for (int i = 0; i < slopes.Length; i++) parts[i % _size] += slopes[i];
        for (int i = 0; i < _size; i++) parts[i] *= (to[i] - from[i]) / T.CreateChecked(_steps);
        return parts;
    }

    /// <summary>The share of the way at which a row lies: the middle of a step, or an end.</summary>
    private T ShareOf(int row) => row == _steps ? T.Zero
        : row > _steps ? T.One
        : (T.CreateChecked(row) + T.CreateChecked(0.5)) / T.CreateChecked(_steps);
}
