using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>
/// A block of numbers between two guards. If a kernel reads the block, the guards are NaN, so that a number from beyond the block makes the
/// result NaN. If a kernel writes the block, the guards are a pattern that no kernel computes, so that a number written beyond the block is
/// detected.
/// </summary>
/// <remarks>The block is aligned to its elements only, because kernels require no alignment.</remarks>
internal sealed class GuardedBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int GuardLength = 67;
    private const byte WrittenGuard = 0xA5;
    private const byte ReadGuard = 0xFF;

    private readonly T[] _numbers;
    private readonly byte _guard;
    private readonly int _length;

    private GuardedBlock(int length, byte guard)
    {
        (_length, _guard) = (length, guard);
        _numbers = new T[length + (2 * GuardLength)];
        MemoryMarshal.AsBytes(_numbers.AsSpan()).Fill(guard);
    }

    /// <summary>The numbers between the guards.</summary>
    internal Span<T> Span => _numbers.AsSpan(GuardLength, _length);

    /// <summary>A block that a kernel reads. Every bit of the block and its guards is set, which is a NaN.</summary>
    internal static GuardedBlock<T> ToRead(int length) => new(length, ReadGuard);

    /// <summary>A block that a kernel reads. It contains numbers from −1 to 1 that are exact in float, one in sixteen of them 0.</summary>
    internal static GuardedBlock<T> ToRead(int length, RandomGenerator generator)
    {
        GuardedBlock<T> block = ToRead(length);
        Numbers.Draw(generator, block.Span);
        return block;
    }

    /// <summary>A block that a kernel overwrites. It contains NaN at first, so that a number that is not written is detected.</summary>
    internal static GuardedBlock<T> ToWrite(int length)
    {
        var block = new GuardedBlock<T>(length, WrittenGuard);
        block.Span.Fill(T.NaN);
        return block;
    }

    /// <summary>A block that a kernel adds to.</summary>
    internal static GuardedBlock<T> ToAddTo(int length, RandomGenerator generator)
    {
        GuardedBlock<T> block = ToWrite(length);
        Numbers.Draw(generator, block.Span);
        return block;
    }

    /// <summary>Asserts that nothing was written beyond the block.</summary>
    internal void AssertGuardsUntouched(string what)
    {
        ReadOnlySpan<byte> before = MemoryMarshal.AsBytes(_numbers.AsSpan(0, GuardLength));
        ReadOnlySpan<byte> after = MemoryMarshal.AsBytes(_numbers.AsSpan(GuardLength + _length));
        if (before.ContainsAnyExcept(_guard)) Assert.Fail($"{what}: a number was written before the block.");
        if (after.ContainsAnyExcept(_guard)) Assert.Fail($"{what}: a number was written after the block.");
    }
}
