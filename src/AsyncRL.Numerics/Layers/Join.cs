using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// Appends further numbers to the input, for example an action, or the last action and reward, to the features of a state: y = [x, a].
/// </summary>
/// <remarks>Backward: dx and da are the two parts of dy.</remarks>
public sealed class Join : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="joined">Number of numbers that are appended.</param>
    /// <exception cref="ArgumentOutOfRangeException">Nothing is appended.</exception>
    public Join(Shape input, int joined)
        : base("join", input, Shape.Vector(checked(input.Size + Check.Positive("join", nameof(joined), joined)))) => JoinedLength = joined;

    /// <inheritdoc/>
    public override int JoinedLength { get; }

    /// <inheritdoc/>
    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new Join(Shape.Vector(1 + generator.NextInteger(40)), 1 + generator.NextInteger(6));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<T> output = pass.Output.Slice(row * Output.Size, Output.Size);
            pass.Input.Slice(row * Input.Size, Input.Size).CopyTo(output);
            pass.Joined.Slice(row * JoinedLength, JoinedLength).CopyTo(output[Input.Size..]);
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            ReadOnlySpan<T> gradient = pass.OutputGradient.Slice(row * Output.Size, Output.Size);
            gradient[Input.Size..].CopyTo(pass.JoinedGradient.Slice(row * JoinedLength, JoinedLength));
            if (!pass.InputGradient.IsEmpty)
                gradient[..Input.Size].CopyTo(pass.InputGradient.Slice(row * Input.Size, Input.Size));
        }
    }
}
