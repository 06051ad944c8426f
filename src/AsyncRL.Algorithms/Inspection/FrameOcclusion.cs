using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// How much the value and the choices change when a frame of a stack is replaced by the newest one: how much an agent depends on motion.
/// The states of layers with memory stay as they are.
/// </summary>
public sealed class FrameOcclusion
{
    private readonly AgentReader _reader;
    private readonly ObservationSpecification _shape;
    private readonly int[] _counts;

    /// <summary>Allocates one pass for all frames.</summary>
    /// <param name="network">The network.</param>
    /// <param name="actions">The actions of the environment.</param>
    /// <param name="shape">The observations: stacks of at least two frames.</param>
    /// <exception cref="ArgumentException">An observation is no stack of frames.</exception>
    public FrameOcclusion(Network<float> network, ActionSpecification actions, ObservationSpecification shape)
    {
        if (FramesOf(shape) < 2) throw new ArgumentException($"The observation is a {shape}; expected a stack of frames.", nameof(shape));
        (_shape, Frames) = (shape, FramesOf(shape));
        _reader = new AgentReader(network, actions, Frames + 1);
        _counts = actions.Kind == ActionKind.MultiDiscrete ? actions.Choices.ToArray() : [_reader.Choices];
    }

    /// <summary>Frames of the stack.</summary>
    public int Frames { get; }

    /// <summary>Frames of an observation; 1 if it is no stack of pixels.</summary>
    /// <param name="shape">The observations.</param>
    /// <returns>The number.</returns>
    public static int FramesOf(ObservationSpecification shape) =>
        shape.Kind == ObservationKind.Pixels ? shape.Channels / shape.FrameChannels : 1;

    /// <summary>Computes the outputs without the older frames, one after another, and without all of them.</summary>
    /// <param name="parameters">A block of the network's layout.</param>
    /// <param name="input">The input.</param>
    /// <returns>
    /// The outputs without each frame but the newest, the oldest first, and then without all of these. V is
    /// <see cref="AgentReader.StateValue"/>.
    /// </returns>
    public FrameChange[] Compute(ReadOnlySpan<float> parameters, NetworkInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int own = Frames;
        for (int row = 0; row <= Frames; row++)
        {
            Span<float> observation = _reader.Set(row, input);
            if (row == own) continue;
            bool isAll = row == Frames - 1;
            for (int frame = isAll ? 0 : row; frame < (isAll ? Frames - 1 : row + 1); frame++) Replace(observation, frame);
        }

        _reader.Forward(parameters);
        float[] before = ChoicesOf(own);
        var changes = new FrameChange[Frames];
        for (int row = 0; row < Frames; row++)
            changes[row] = new FrameChange(_reader.StateValue(row), DistanceBetween(before, ChoicesOf(row)));
        return changes;
    }

    private void Replace(Span<float> observation, int frame)
    {
        int channels = _shape.FrameChannels;
        for (int pixel = 0; pixel < observation.Length; pixel += _shape.Channels)
        {
            Span<float> stack = observation.Slice(pixel, _shape.Channels);
            stack[^channels..].CopyTo(stack.Slice(frame * channels, channels));
        }
    }

    /// <summary>Probabilities of a policy, and otherwise the numbers of the choices.</summary>
    private float[] ChoicesOf(int row)
    {
        var choices = new float[_reader.Choices];
        _reader.ReadChoices(row, choices);
        if (_reader.Kind != OutputKind.Policy) return choices;
        float[] probabilities = new float[choices.Length], logarithms = new float[choices.Length];
        for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++)
        {
            Softmax.Distribution<float>(
                choices.AsSpan(first, _counts[j]), probabilities.AsSpan(first, _counts[j]), logarithms.AsSpan(first, _counts[j]));
        }

        return probabilities;
    }

    /// <summary>
    /// Of policies the largest total variation of a dimension: the share of the probability that moves to other choices. Of other numbers
    /// the largest change of one.
    /// </summary>
    private float DistanceBetween(float[] before, float[] after)
    {
        float largest = 0;
        for (int j = 0, first = 0; j < _counts.Length; first += _counts[j], j++)
        {
            float moved = 0;
            for (int i = first; i < first + _counts[j]; i++)
            {
                float change = Math.Abs(after[i] - before[i]);
                moved = _reader.Kind == OutputKind.Policy ? moved + (change / 2) : Math.Max(moved, change);
            }

            largest = Math.Max(largest, moved);
        }

        return largest;
    }
}

/// <summary>What a network computes without a frame of its stack.</summary>
/// <param name="Value">V without the frame.</param>
/// <param name="ChoiceChange">
/// Of a policy the share of the probability that moves to other choices, from 0 to 1; otherwise the largest change of a choice's number.
/// </param>
public readonly record struct FrameChange(float Value, float ChoiceChange);
