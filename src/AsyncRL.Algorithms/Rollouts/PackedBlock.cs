using System.Runtime.InteropServices;

namespace AsyncRL.Algorithms.Rollouts;

/// <summary>Bytes that numbers of several arrays are copied into one after the other, or out of in the same order.</summary>
/// <param name="bytes">The bytes; none to measure how many the numbers need.</param>
/// <param name="packs">Whether numbers are copied into the bytes; otherwise out of them.</param>
internal ref struct PackedBlock(Span<byte> bytes, bool packs)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes that were passed.</summary>
    internal int Position { get; private set; }

    /// <summary>Copies numbers, or only passes their bytes.</summary>
    internal void Transfer<T>(Span<T> numbers)
        where T : unmanaged
    {
        Span<byte> own = MemoryMarshal.AsBytes(numbers);
        if (!_bytes.IsEmpty)
        {
            Span<byte> packed = _bytes.Slice(Position, own.Length);
            if (packs) own.CopyTo(packed);
            else packed.CopyTo(own);
        }

        Position = checked(Position + own.Length);
    }
}
