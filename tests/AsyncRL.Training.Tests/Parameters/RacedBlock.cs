using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>32 floats in memory that never moves: on a cache line's beginning, or laid so that two of them lie across two lines.</summary>
internal sealed class RacedBlock
{
    internal const int Length = 32;

    private const int CacheLine = 64;
    private const int Page = 4096;

    private readonly byte[] _bytes = GC.AllocateArray<byte>(3 * Page, pinned: true);
    private readonly int _start;

    private RacedBlock(int bytesPastPage)
    {
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);
        _start = Page + (int)((Page - (address % Page)) % Page) + bytesPastPage;
    }

    internal Span<float> Span => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref _bytes[_start]), Length);

    /// <summary>As every block of parameters lies.</summary>
    internal static RacedBlock Aligned() => new(0);

    /// <summary>
    /// Every sixteenth float has two bytes in one line and two in the next. The first of them also lies across the end of a page, where the
    /// two halves of an access are furthest apart in time, so that a tear is soon seen.
    /// </summary>
    internal static RacedBlock AcrossLines() => new(2 - CacheLine);
}
