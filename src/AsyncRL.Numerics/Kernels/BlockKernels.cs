using System.Numerics.Tensors;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Kernels;

/// <summary>Sweeps over whole blocks of floats that training needs in addition to the layers. The vector is chosen at run time.</summary>
public abstract class BlockKernels
{
    private BlockKernels()
    {
    }

    /// <summary>Makes the sweeps over a vector.</summary>
    /// <param name="width">The vector.</param>
    /// <returns>The sweeps.</returns>
    public static BlockKernels For(VectorWidth width) => VectorChoice.Invoke(width, new Make());

    /// <summary>
    /// The sum of squares, accumulated in double over blocks of 1024. NaN or infinite if a number or the sum of a block is NaN or infinite.
    /// </summary>
    /// <param name="block">The numbers.</param>
    /// <returns>The sum.</returns>
    public abstract double SumOfSquares(ReadOnlySpan<float> block);

    /// <summary>The sum of squares of a matrix's gradient that is kept as factors.</summary>
    /// <param name="products">The factors.</param>
    /// <param name="samples">Number of outer products to sum.</param>
    /// <returns>The sum.</returns>
    public abstract double SumOfSquares(OuterProducts<float> products, int samples);

    /// <summary>Multiplies out some rows of a matrix's gradient.</summary>
    /// <param name="products">The factors.</param>
    /// <param name="samples">Number of outer products to sum.</param>
    /// <param name="firstRow">First row of the matrix.</param>
    /// <param name="destination">Receives whole rows.</param>
    public abstract void MultiplyOut(OuterProducts<float> products, int samples, int firstRow, Span<float> destination);

    /// <summary>block[i] *= factor.</summary>
    /// <param name="block">The numbers.</param>
    /// <param name="factor">The factor.</param>
    public static void Scale(Span<float> block, float factor) => TensorPrimitives.Multiply(block, factor, block);

    /// <summary>Converts bytes 0 to 255 to floats 0 to 1.</summary>
    /// <param name="pixels">The bytes.</param>
    /// <param name="destination">As long as the bytes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void PixelsToUnitInterval(ReadOnlySpan<byte> pixels, Span<float> destination) =>
        PixelScaling.ToUnitInterval(pixels, destination);

    private sealed class Make : IVectorOperation<BlockKernels>
    {
        public BlockKernels Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new OverVector<TVector>();
    }

    private sealed class OverVector<TVector> : BlockKernels
        where TVector : unmanaged, IVector<TVector, float>
    {
        public override double SumOfSquares(ReadOnlySpan<float> block) => Reductions.SumOfSquares<TVector, float>(block);

        public override double SumOfSquares(OuterProducts<float> products, int samples) =>
            OuterProductNorm.SumOfSquares<TVector, float>(products, samples);

        public override void MultiplyOut(OuterProducts<float> products, int samples, int firstRow, Span<float> destination) =>
            OuterProductKernel.MultiplyOut<TVector, float>(products, samples, firstRow, destination);
    }
}
