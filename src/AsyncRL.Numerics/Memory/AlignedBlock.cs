using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncRL.Numerics.Memory;

/// <summary>
/// A block of numbers that begins on a 64-byte boundary. Every block of parameters, gradients and activations is of this kind: a cache line
/// then holds 16 whole floats, no float straddles two lines, and a 512-bit load accesses one line.
/// </summary>
/// <remarks>The memory belongs to the garbage collector and never moves. It contains zeros at first.</remarks>
/// <typeparam name="T">The element.</typeparam>
public sealed class AlignedBlock<T>
    where T : unmanaged
{
    /// <summary>The boundary in bytes.</summary>
    public const int Alignment = 64;

    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Numbers of any type that a block can hold: what an array can, less the boundary.</summary>
    public const int MostNumbers = 0x7FFFFFC7 - Alignment;

    /// <summary>Allocates a block of zeros.</summary>
    /// <param name="length">Number of elements of the block; may be 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public AlignedBlock(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int size = Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(checked(length + (Alignment / size)), pinned: true);
        _start = BytesToBoundary(_array) / size;
        Length = length;
    }

    /// <summary>Number of elements of the block.</summary>
    public int Length { get; }

    /// <summary>The whole block.</summary>
    public Span<T> Span => _array.AsSpan(_start, Length);

    private static unsafe int BytesToBoundary(T[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        return (int)((Alignment - (address % Alignment)) % Alignment);
    }
}
