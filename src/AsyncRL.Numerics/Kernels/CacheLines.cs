using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Fetches memory ahead of its use if the hardware cannot predict it: the next row of weights when rows are skipped.</summary>
internal static class CacheLines
{
    private const int BytesPerLine = 64;

    /// <summary>
    /// Starts to fetch as many consecutive numbers as a vector holds, into the first-level cache only. A matrix that does not fit into the
    /// second level would displace the data of the other layers there.
    /// </summary>
    /// <param name="origin">The start of a line.</param>
    /// <param name="offset">Number of elements from the origin to the vector's first element.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Prefetch<TVector, T>(ref T origin, nuint offset)
        where TVector : unmanaged
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        nuint first = offset * (nuint)sizeof(T);
        if (first % BytesPerLine == 0) Sse.PrefetchNonTemporal(Unsafe.AsPointer(ref Unsafe.AddByteOffset(ref origin, first)));
        if (sizeof(TVector) > BytesPerLine)
            Sse.PrefetchNonTemporal(Unsafe.AsPointer(ref Unsafe.AddByteOffset(ref origin, first + BytesPerLine)));
    }

    /// <summary>Starts to fetch a row of numbers into the second-level cache.</summary>
    internal static unsafe void FetchRow<T>(ReadOnlySpan<T> row)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        byte* line = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(row));
        for (int offset = 0; offset < row.Length * sizeof(T); offset += BytesPerLine) Sse.Prefetch1(line + offset);
    }

    /// <summary>Starts to fetch as many consecutive numbers as four vectors hold, into all levels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void FetchFour<TVector, T>(ref T first)
        where TVector : unmanaged
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        byte* line = (byte*)Unsafe.AsPointer(ref first);
        if (4 * sizeof(TVector) >= BytesPerLine) Sse.Prefetch0(line);
        if (4 * sizeof(TVector) >= 2 * BytesPerLine) Sse.Prefetch0(line + BytesPerLine);
        if (4 * sizeof(TVector) < 4 * BytesPerLine) return;
        Sse.Prefetch0(line + (2 * BytesPerLine));
        Sse.Prefetch0(line + (3 * BytesPerLine));
    }
}
