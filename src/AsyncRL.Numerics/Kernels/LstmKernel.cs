using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Lanes;

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
    internal static void Forward<TLane, T>(int cells, Span<T> record, ReadOnlySpan<T> before, Span<T> after, Span<T> output)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> input = record[..cells], forget = record.Slice(cells, cells), open = record.Slice(2 * cells, cells);
        Span<T> candidate = record.Slice(3 * cells, cells), squashed = record.Slice(4 * cells, cells);
        Elementwise.Map<LogisticSigmoid, TLane, T>(input, input);
        Elementwise.Map<ForgetGate, TLane, T>(forget, forget);
        Elementwise.Map<LogisticSigmoid, TLane, T>(open, open);
        Elementwise.Map<HyperbolicTangent, TLane, T>(candidate, candidate);
        UpdateCells<TLane, T>(cells, record, before, after);
        Elementwise.Map<HyperbolicTangent, TLane, T>(after[..cells], squashed);
        Multiply<TLane, T>(open, squashed, output);
    }

    /// <summary>Computes the gradients of one time step's gate sums, from the gradients of its output and of the state after it.</summary>
    /// <param name="cells">Number of cells.</param>
    /// <param name="record">[5, cells], as <see cref="Forward"/> left it.</param>
    /// <param name="before">[cells]: c before the time step.</param>
    /// <param name="outputGradient">[cells]: the derivative of the loss with respect to the layer's output at this time step.</param>
    /// <param name="outputCarried">[cells]: the derivative with respect to h that comes from the next time step.</param>
    /// <param name="cellCarried">[cells]: the derivative with respect to c after this time step on entry, before it on return.</param>
    /// <param name="gateGradient">[4, cells], overwritten: the derivatives with respect to the sums of i, f, o, g.</param>
    internal static void Backward<TLane, T>(
        int cells,
        ReadOnlySpan<T> record,
        ReadOnlySpan<T> before,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> outputCarried,
        Span<T> cellCarried,
        Span<T> gateGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint count = (nuint)cells, width = (nuint)TLane.Width, u = 0;
        for (; u + width <= count; u += width)
            BackwardCells<TLane, T>(count, u, record, before, outputGradient, outputCarried, cellCarried, gateGradient);
        for (; u < count; u++)
            BackwardCells<ScalarLane<T>, T>(count, u, record, before, outputGradient, outputCarried, cellCarried, gateGradient);
    }

    /// <summary>after = forget ∘ before + input ∘ candidate.</summary>
    private static void UpdateCells<TLane, T>(int cells, ReadOnlySpan<T> record, ReadOnlySpan<T> before, Span<T> after)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint count = (nuint)cells, width = (nuint)TLane.Width, u = 0;
        for (; u + width <= count; u += width) UpdateCell<TLane, T>(count, u, record, before, after);
        for (; u < count; u++) UpdateCell<ScalarLane<T>, T>(count, u, record, before, after);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateCell<TLane, T>(nuint cells, nuint cell, ReadOnlySpan<T> record, ReadOnlySpan<T> before, Span<T> after)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T gates = ref MemoryMarshal.GetReference(record);
        TLane input = TLane.Load(in gates, cell), forget = TLane.Load(in gates, cell + cells);
        TLane candidate = TLane.Load(in gates, cell + (3 * cells)), old = TLane.Load(in MemoryMarshal.GetReference(before), cell);
        TLane.Store(TLane.MultiplyAdd(forget, old, input * candidate), ref MemoryMarshal.GetReference(after), cell);
    }

    private static void Multiply<TLane, T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T a = ref MemoryMarshal.GetReference(left);
        ref T b = ref MemoryMarshal.GetReference(right);
        ref T to = ref MemoryMarshal.GetReference(destination);
        nuint count = (nuint)left.Length, width = (nuint)TLane.Width, u = 0;
        for (; u + width <= count; u += width) TLane.Store(TLane.Load(in a, u) * TLane.Load(in b, u), ref to, u);
        for (; u < count; u++) Unsafe.Add(ref to, u) = Unsafe.Add(ref a, u) * Unsafe.Add(ref b, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BackwardCells<TLane, T>(
        nuint cells,
        nuint cell,
        ReadOnlySpan<T> record,
        ReadOnlySpan<T> before,
        ReadOnlySpan<T> outputGradient,
        ReadOnlySpan<T> outputCarried,
        Span<T> cellCarried,
        Span<T> gateGradient)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T gates = ref MemoryMarshal.GetReference(record);
        nuint forgetAt = cell + cells, outputAt = forgetAt + cells, candidateAt = outputAt + cells, squashedAt = candidateAt + cells;
        TLane one = TLane.Broadcast(T.One);
        TLane input = TLane.Load(in gates, cell), forget = TLane.Load(in gates, forgetAt), open = TLane.Load(in gates, outputAt);
        TLane candidate = TLane.Load(in gates, candidateAt), squashed = TLane.Load(in gates, squashedAt);
        TLane byOutput = TLane.Load(in MemoryMarshal.GetReference(outputGradient), cell)
            + TLane.Load(in MemoryMarshal.GetReference(outputCarried), cell);
        TLane byState = TLane.Load(in MemoryMarshal.GetReference(cellCarried), cell)
            + (byOutput * open * (one - (squashed * squashed)));
        TLane old = TLane.Load(in MemoryMarshal.GetReference(before), cell);
        ref T gradient = ref MemoryMarshal.GetReference(gateGradient);
        TLane.Store(byState * candidate * input * (one - input), ref gradient, cell);
        TLane.Store(byState * old * forget * (one - forget), ref gradient, forgetAt);
        TLane.Store(byOutput * squashed * open * (one - open), ref gradient, outputAt);
        TLane.Store(byState * input * (one - (candidate * candidate)), ref gradient, candidateAt);
        TLane.Store(byState * forget, ref MemoryMarshal.GetReference(cellCarried), cell);
    }

    /// <summary>σ(x + 1): with the 1, cells remember from the start of training.</summary>
    private readonly struct ForgetGate : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLane Invoke<TLane, T>(TLane x)
            where TLane : unmanaged, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => LogisticSigmoid.Invoke<TLane, T>(x + TLane.Broadcast(T.One));
    }
}
