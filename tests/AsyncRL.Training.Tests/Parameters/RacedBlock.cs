using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>32 floats in pinned memory: at the start of a cache line, or placed so that two of them straddle two lines.</summary>
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

    /// <summary>The alignment of all blocks of parameters.</summary>
    internal static RacedBlock Aligned() => new(0);

    /// <summary>
    /// Every sixteenth float has two bytes in one line and two in the next. The first of them also straddles two pages, where the two
    /// halves of an access are farthest apart in time, so that a torn float is soon found.
    /// </summary>
    internal static RacedBlock AcrossLines() => new(2 - CacheLine);
}
