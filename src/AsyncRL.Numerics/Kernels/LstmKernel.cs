using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>
/// The part of an LSTM's time step that works cell by cell, after the sums of the gates are known. The vector loop and its tail compute
/// every cell in the same way: one machine gives the same bits at every width.
/// </summary>
internal static class LstmKernel
{
    /// <summary>Computes the gates from their sums, and the next state of the cells from their last state.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="record">[5, cells]: the sums of i, f, o, g on entry; the gates, and tanh(c), on return.</param>
    /// <param name="before">[cells]: c before the time step.</param>
    /// <param name="after">[cells], overwritten: c after it.</param>
    /// <param name="output">[cells], overwritten: h after it.</param>
    internal static void Forward<TVector, T>(int cells, Span<T> record, ReadOnlySpan<T> before, Span<T> after, Span<T> output)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> input = record[..cells], forget = record.Slice(cells, cells), open = record.Slice(2 * cells, cells);
        Span<T> candidate = record.Slice(3 * cells, cells), squashed = record.Slice(4 * cells, cells);
        Elementwise.Map<LogisticSigmoid, TVector, T>(input, input);
        Elementwise.Map<ForgetGate, TVector, T>(forget, forget);
        Elementwise.Map<LogisticSigmoid, TVector, T>(open, open);
        Elementwise.Map<HyperbolicTangent, TVector, T>(candidate, candidate);
        UpdateCells<TVector, T>(cells, record, before, after);
        Elementwise.Map<HyperbolicTangent, TVector, T>(after[..cells], squashed);
        Multiply<TVector, T>(open, squashed, output);
    }

    /// <summary>Computes the gradients of one time step's gate sums, from the gradients of its output and of the state after it.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="record">[5, cells], as <see cref="Forward"/> left it.</param>
    /// <param name="before">[cells]: c before the time step.</param>
    /// <param name="outputGradient">[cells]: the derivative of the loss with respect to the layer's output at this time step.</param>
    /// <param name="outputCarried">[cells]: the derivative with respect to h that comes from the next time step.</param>
    /// <param name="cellCarried">[cells]: the derivative with respect to c after this time step on entry, before it on return.</param>
    /// <param name="gateGradient">[4, cells], overwritten: the derivatives with respect to the sums of i, f, o, g.</param>
    internal static void Backward<TVector, T>(
        int cells,
        ReadOnlySpan<T> record,
        ReadOnlySpan<T> before,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> outputCarried,
        Span<T> cellCarried,
        Span<T> gateGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint count = (nuint)cells, width = (nuint)TVector.Width, u = 0;
        for (; u + width <= count; u += width)
            BackwardCells<TVector, T>(count, u, record, before, outputGradient, outputCarried, cellCarried, gateGradient);
        for (; u < count; u++)
            BackwardCells<ScalarVector<T>, T>(count, u, record, before, outputGradient, outputCarried, cellCarried, gateGradient);
    }

    /// <summary>after = forget ∘ before + input ∘ candidate.</summary>
    private static void UpdateCells<TVector, T>(int cells, ReadOnlySpan<T> record, ReadOnlySpan<T> before, Span<T> after)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint count = (nuint)cells, width = (nuint)TVector.Width, u = 0;
        for (; u + width <= count; u += width) UpdateCell<TVector, T>(count, u, record, before, after);
        for (; u < count; u++) UpdateCell<ScalarVector<T>, T>(count, u, record, before, after);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateCell<TVector, T>(nuint cells, nuint cell, ReadOnlySpan<T> record, ReadOnlySpan<T> before, Span<T> after)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T gates = ref MemoryMarshal.GetReference(record);
        TVector input = TVector.Load(in gates, cell), forget = TVector.Load(in gates, cell + cells);
        TVector candidate = TVector.Load(in gates, cell + (3 * cells)), old = TVector.Load(in MemoryMarshal.GetReference(before), cell);
        TVector.Store(TVector.MultiplyAdd(forget, old, input * candidate), ref MemoryMarshal.GetReference(after), cell);
    }

    private static void Multiply<TVector, T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(left);
        ref T b = ref MemoryMarshal.GetReference(right);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint count = (nuint)left.Length, width = (nuint)TVector.Width, u = 0;
        for (; u + width <= count; u += width) TVector.Store(TVector.Load(in a, u) * TVector.Load(in b, u), ref to, u);
        for (; u < count; u++) Unsafe.Add(ref to, u) = Unsafe.Add(ref a, u) * Unsafe.Add(ref b, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardCells<TVector, T>(
        nuint cells,
        nuint cell,
        ReadOnlySpan<T> record,
        ReadOnlySpan<T> before,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> outputCarried,
        Span<T> cellCarried,
        Span<T> gateGradient)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T gates = ref MemoryMarshal.GetReference(record);
        nuint forgetAt = cell + cells, outputAt = forgetAt + cells, candidateAt = outputAt + cells, squashedAt = candidateAt + cells;
        TVector one = TVector.Broadcast(T.One);
        TVector input = TVector.Load(in gates, cell), forget = TVector.Load(in gates, forgetAt), open = TVector.Load(in gates, outputAt);
        TVector candidate = TVector.Load(in gates, candidateAt), squashed = TVector.Load(in gates, squashedAt);
        TVector byOutput = TVector.Load(in MemoryMarshal.GetReference(outputGradient), cell)
            + TVector.Load(in MemoryMarshal.GetReference(outputCarried), cell);
        TVector byState = TVector.Load(in MemoryMarshal.GetReference(cellCarried), cell)
            + (byOutput * open * (one - (squashed * squashed)));
        TVector old = TVector.Load(in MemoryMarshal.GetReference(before), cell);
        ref T gradient = ref MemoryMarshal.GetReference(gateGradient);
        TVector.Store(byState * candidate * input * (one - input), ref gradient, cell);
        TVector.Store(byState * old * forget * (one - forget), ref gradient, forgetAt);
        TVector.Store(byOutput * squashed * open * (one - open), ref gradient, outputAt);
        TVector.Store(byState * input * (one - (candidate * candidate)), ref gradient, candidateAt);
        TVector.Store(byState * forget, ref MemoryMarshal.GetReference(cellCarried), cell);
    }

    /// <summary>σ(x + 1): with the 1, cells remember from the start of training.</summary>
    private readonly struct ForgetGate : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Invoke<TVector, T>(TVector x)
            where TVector : unmanaged, IVector<TVector, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LogisticSigmoid.Invoke<TVector, T>(x + TVector.Broadcast(T.One));
    }
}
