using System.Numerics.Tensors;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Sweeps over whole blocks of floats that training needs besides the layers, over a lane chosen at run time.</summary>
public abstract class BlockKernels
{
    private BlockKernels()
    {
    }

    /// <summary>The sweeps over a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>The sweeps.</returns>
    public static BlockKernels For(LaneWidth lane) => LaneChoice.Invoke(lane, new Make());

    /// <summary>The sum of squares, accumulated in double over blocks of 1024; NaN or infinite if a number or a block's sum is.</summary>
    /// <param name="block">The numbers.</param>
    /// <returns>The sum.</returns>
    public abstract double SumOfSquares(ReadOnlySpan<float> block);

    /// <summary>block[i] *= factor.</summary>
    /// <param name="block">The numbers.</param>
    /// <param name="factor">The factor.</param>
    public static void Scale(Span<float> block, float factor) => TensorPrimitives.Multiply(block, factor, block);

    /// <summary>Bytes 0 to 255 become floats 0 to 1.</summary>
    /// <param name="pixels">The bytes.</param>
    /// <param name="destination">As long as the bytes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void PixelsToUnitInterval(ReadOnlySpan<byte> pixels, Span<float> destination) =>
        PixelScaling.ToUnitInterval(pixels, destination);

    private sealed class Make : ILaneOperation<BlockKernels>
    {
        public BlockKernels Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => new OverLane<TLane>();
    }

    private sealed class OverLane<TLane> : BlockKernels
        where TLane : unmanaged, ILane<TLane, float>
    {
        public override double SumOfSquares(ReadOnlySpan<float> block) => Reductions.SumOfSquares<TLane, float>(block);
    }
}
