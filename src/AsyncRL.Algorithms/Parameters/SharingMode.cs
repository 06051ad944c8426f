using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// The kind of loads and stores with which threads access the shared numbers. The sharing modes differ in speed and in the effect of a
/// race, never in the result of one thread alone: with one thread they give the same bits.
/// </summary>
public abstract class SharingMode
{
    private protected SharingMode(BlockKernels kernels) => Kernels = kernels;

    /// <summary>Names of the sharing modes, with the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["hogwild", "volatile", "interlocked"];

    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>How the sharing mode accesses shared numbers and when to use it, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Makes a sharing mode.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="width">The vector of vector sweeps.</param>
    /// <returns>The sharing mode, or null if none has that name.</returns>
    public static SharingMode? Create(string name, VectorWidth width) => name switch
    {
        "hogwild" => VectorChoice.Invoke(width, new MakeHogwild()),
        "volatile" => new VolatileSharing(BlockKernels.For(width)),
        "interlocked" => new InterlockedSharing(BlockKernels.For(width)),
        _ => null,
    };

    /// <summary>Sweeps over the thread's own memory.</summary>
    internal BlockKernels Kernels { get; }

    /// <summary>
    /// Copies shared numbers while other threads may write them. The copy is a mixture of ages, but every number is whole.
    /// </summary>
    /// <param name="shared">Shared numbers.</param>
    /// <param name="destination">The thread's own memory, of the same length.</param>
    internal abstract void Read(ReadOnlySpan<float> shared, Span<float> destination);

    /// <summary>Updates shared parameters, and their statistics, by one gradient while other threads do the same.</summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="parameters">θ, shared.</param>
    /// <param name="statistics">The rule's statistics, of the same length, shared or of the thread.</param>
    /// <param name="gradient">The thread's own gradient, of the same length.</param>
    internal abstract void Apply<TRule>(
        TRule rule, Span<float> parameters, StatisticSpans statistics, ReadOnlySpan<float> gradient)
        where TRule : struct, IUpdateRule;

    /// <summary>
    /// Updates rows of a shared matrix by a gradient that is kept as factors, and copies them. The bits are the same as those of
    /// multiplying out, scaling, <see cref="Apply"/> and <see cref="Read"/> one after the other, which is the implementation for
    /// sharing modes without a faster one.
    /// </summary>
    /// <typeparam name="TRule">The optimizer's arithmetic.</typeparam>
    /// <param name="rule">The optimizer's arithmetic.</param>
    /// <param name="sweep">The rows, the gradient and the destination of the copy.</param>
    internal virtual void ApplyProducts<TRule>(TRule rule, in ProductsSweep sweep)
        where TRule : struct, IUpdateRule
    {
        Kernels.MultiplyOut(sweep.Products, sweep.Samples, sweep.FirstRow, sweep.Gradient);
        if (sweep.Scale != 1) BlockKernels.Scale(sweep.Gradient, sweep.Scale);
        Apply(rule, sweep.Parameters, sweep.Statistics, sweep.Gradient);
        Read(sweep.Parameters, sweep.Copy);
    }

    /// <summary>
    /// Moves a shared average toward shared parameters: average ← decay · average + (1 − decay) · parameters. Unless overridden, it reads
    /// and writes one number at a time, and may lose the moves of other threads.
    /// </summary>
    /// <param name="parameters">θ, shared.</param>
    /// <param name="average">The average, shared, of the same length.</param>
    /// <param name="decay">From 0 to 1.</param>
    internal virtual void Average(ReadOnlySpan<float> parameters, Span<float> average, float decay)
    {
        for (int i = 0; i < average.Length; i++)
            Volatile.Write(ref average[i], (decay * Volatile.Read(ref average[i])) + ((1 - decay) * Volatile.Read(in parameters[i])));
    }

    private sealed class MakeHogwild : IVectorOperation<SharingMode>
    {
        public SharingMode Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new HogwildSharing<TVector>();
    }
}
