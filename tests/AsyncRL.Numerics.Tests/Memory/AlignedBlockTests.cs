using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Numerics.Tests.Memory;

public class AlignedBlockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    [InlineData(100_003)]
    public void A_block_is_as_long_as_asked_aligned_and_zero(int length)
    {
        // Several blocks, so that accidental alignment does not pass.
        for (int i = 0; i < 20; i++)
        {
            AssertAligned(new AlignedBlock<float>(length), length);
            AssertAligned(new AlignedBlock<double>(length), length);
            AssertAligned(new AlignedBlock<byte>(length), length);
        }
    }

    [Fact]
    public void Blocks_do_not_share_memory()
    {
        AlignedBlock<float> left = new(40), right = new(40);
        left.Span.Fill(1);
        Assert.False(right.Span.ContainsAnyExcept(0));
        Assert.False(left.Span.Overlaps(right.Span));
    }

    [Fact]
    public void A_block_stays_where_it_is()
    {
        var block = new AlignedBlock<float>(1000);
        nuint before = Address(block);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, Address(block));
    }

    [Fact]
    public void The_span_is_the_same_numbers_each_time()
    {
        var block = new AlignedBlock<float>(3);
        block.Span[1] = 5;
        Assert.Equal([0, 5, 0], block.Span.ToArray());
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new AlignedBlock<float>(-1));

    private static void AssertAligned<T>(AlignedBlock<T> block, int length)
        where T : unmanaged, IEquatable<T>
    {
        Assert.Equal(length, block.Length);
        Assert.Equal(length, block.Span.Length);
        Assert.False(block.Span.ContainsAnyExcept(default(T)));
        if (length > 0) Assert.Equal(0u, (uint)(Address(block) % AlignedBlock<T>.Alignment));
    }

    private static unsafe nuint Address<T>(AlignedBlock<T> block)
        where T : unmanaged => (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(block.Span));
}
