using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The input with further numbers behind it, which come from outside of the network beside the observation, for example the last action and
/// the last reward. Their gradient is not computed.
/// </summary>
public sealed class SideInputs : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="numbers">Number of further numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public SideInputs(Shape input, int numbers)
        : base("side-inputs", input, Shape.Vector(checked(input.Size + Check.Positive("side-inputs", nameof(numbers), numbers)))) =>
        SideLength = numbers;

    /// <inheritdoc/>
    public override int SideLength { get; }

    /// <inheritdoc/>
    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new SideInputs(Shape.Vector(1 + generator.NextInteger(20)), 1 + generator.NextInteger(8));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<T> output = pass.Output.Slice(row * Output.Size, Output.Size);
            pass.Input.Slice(row * Input.Size, Input.Size).CopyTo(output);
            pass.Side.Slice(row * SideLength, SideLength).CopyTo(output[Input.Size..]);
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        for (int row = 0; row < pass.Rows; row++)
            pass.OutputGradient.Slice(row * Output.Size, Input.Size).CopyTo(pass.InputGradient.Slice(row * Input.Size, Input.Size));
    }
}
