using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Numerics.Layers;

/// <summary>
/// The last k inputs of a sequence side by side, the oldest first: y[t] = (x[t − k + 1], …, x[t]). Inputs before the episode's start are
/// 0.
/// </summary>
/// <remarks>
/// Its state is the k − 1 inputs before the present one. Backward: dx[t] = Σ over j below k of the part of dy[t + j] that shows x[t], as
/// far as step t + j is in the segment and in the same episode.
/// </remarks>
public sealed class RecentInputs : Layer, ISampledLayer
{
    /// <summary>Describes the layer.</summary>
    /// <param name="input">Shape of the input; only its size matters.</param>
    /// <param name="steps">k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no inputs or no steps.</exception>
    public RecentInputs(Shape input, int steps)
        : base(
            "recent-inputs",
            input,
            Shape.Vector(checked(
                Check.Positive("recent-inputs", "inputs", input.Size) * Check.Positive("recent-inputs", nameof(steps), steps)))) =>
        Steps = steps;

    /// <summary>k.</summary>
    public int Steps { get; }

    /// <inheritdoc/>
    public override int StateLength => (Steps - 1) * Input.Size;

    /// <inheritdoc/>
    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public static Layer Sample(RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new RecentInputs(Shape.Vector(1 + generator.NextInteger(20)), 1 + generator.NextInteger(4));
    }

    /// <inheritdoc/>
    protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<T> before = pass.State.Slice(row * StateLength, StateLength);
            if (!pass.Starts.IsEmpty && pass.Starts[row]) before.Clear();
            Span<T> output = pass.Output.Slice(row * Output.Size, Output.Size);
            before.CopyTo(output);
            pass.Input.Slice(row * Input.Size, Input.Size).CopyTo(output[StateLength..]);
            output[Input.Size..].CopyTo(pass.State.Slice((row + pass.Sequences) * StateLength, StateLength));
        }
    }

    /// <inheritdoc/>
    protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        for (int row = 0; row < pass.Rows; row++)
        {
            Span<T> gradient = pass.InputGradient.Slice(row * Input.Size, Input.Size);
            PartOf(pass.OutputGradient, row, age: 0).CopyTo(gradient);
            for (int age = 1, later = row + pass.Sequences; age < Steps && later < pass.Rows; age++, later += pass.Sequences)
            {
                if (!pass.Starts.IsEmpty && pass.Starts[later]) break;
                Elementwise.AddTo<TVector, T>(PartOf(pass.OutputGradient, later, age), gradient);
            }
        }
    }

    /// <summary>The part of a row that belongs to the input of some steps before.</summary>
    private ReadOnlySpan<T> PartOf<T>(ReadOnlySpan<T> rows, int row, int age) =>
        rows.Slice((row * Output.Size) + ((Steps - 1 - age) * Input.Size), Input.Size);
}
