using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>An action that another thread could do, done once, at an instant that the test chooses.</summary>
/// <param name="action">The action.</param>
internal sealed class Interruption(Action action)
{
    /// <summary>Number of times that the instant was reached.</summary>
    internal int Moments { get; private set; }

    internal void Happen()
    {
        if (Moments++ == 0) action();
    }
}

/// <summary>Copies shared numbers in two halves and calls a function between them: a deterministic race.</summary>
internal sealed class InterruptedCopy() : SharingMode(BlockKernels.For(VectorWidth.Scalar))
{
    public override string Name => "interrupted";

    public override string Summary => "For tests.";

    /// <summary>Called once, in the middle of the next copy.</summary>
    internal Action? Interruption { get; set; }

    internal override void Read(ReadOnlySpan<float> shared, Span<float> destination)
    {
        int half = shared.Length / 2;
        shared[..half].CopyTo(destination);
        Action? interruption = Interruption;
        Interruption = null;
        interruption?.Invoke();
        shared[half..].CopyTo(destination[half..]);
    }

    internal override void Apply<TRule>(
        TRule rule, Span<float> parameters, StatisticSpans statistics, ReadOnlySpan<float> gradient) => throw new NotSupportedException();
}
