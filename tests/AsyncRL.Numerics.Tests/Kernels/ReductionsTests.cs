using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class ReductionsTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_sum_of_squares_of_every_length_stays_within_the_stated_bound(VectorWidth width)
    {
        for (int length = 0; length <= LargestLength; length++) AssertSumOfSquares(width, length);
        foreach (int length in new[] { 1023, 1024, 1025, 2047, 5000, 100_000 }) AssertSumOfSquares(width, length);
    }

    /// <summary>
    /// A large square comes first, in every block or only in the whole. The following squares are each just rounded away when added to it.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_worst_order_of_squares_stays_within_the_stated_bound(VectorWidth width)
    {
        foreach (int length in new[] { 31, 257, 1000, 1024, 4096, 100_000 })
        {
            foreach (int distance in new[] { 1024, length })
            {
                GuardedBlock<float> block = GuardedBlock<float>.ToRead(length);
                block.Span.Fill(0.99f / (1 << 12));
                for (int i = 0; i < length; i += distance) block.Span[i] = 1;
                AssertSumOfSquares(width, block);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void A_number_that_is_not_finite_is_seen_wherever_it_stands(VectorWidth width)
    {
        for (int length = 1; length <= 70; length++)
        {
            foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f })
            {
                GuardedBlock<float> block = GuardedBlock<float>.ToRead(length, new RandomGenerator(1));
                block.Span[length - 1] = value;
                double sum = VectorChoice.Invoke(width, new SumOfSquares(block)).Sum;
                Assert.False(double.IsFinite(sum), $"{width}, length {length}, {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Column_sums_of_every_number_of_columns_have_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int columns = 0; columns <= LargestLength; columns++)
        {
            Bits.AssertSame<float>(
                VectorChoice.Invoke(VectorWidth.Scalar, MakeColumns(6, columns)).Destination.Span,
                VectorChoice.Invoke(width, MakeColumns(6, columns)).Destination.Span,
                $"{width}, {columns} columns");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(400)]
    public void Column_sums_are_added_to_the_destination(int rows)
    {
        const int columns = 11;
        ColumnSums run = MakeColumns(rows, columns);
        var sums = new TextbookSum[columns];
        for (int c = 0; c < columns; c++)
        {
            sums[c].Add(run.Destination.Span[c]);
            for (int r = 0; r < rows; r++) sums[c].Add(run.Source.Span[(r * columns) + c]);
        }

        VectorChoice.Invoke(VectorWidth.Scalar, run);
        TextbookAssert.Within<float>(sums, run.Destination.Span, TextbookAssert.SingleUnit, $"{rows} rows");
    }

    [Fact]
    public void A_source_that_is_not_rows_times_columns_gets_a_sentence() => Assert.Equal(
        "A span has 7 numbers; expected 6.",
        Assert.Throws<ArgumentException>(
            () => Reductions.AddColumnSums<ScalarVector<float>, float>(2, new float[7], new float[3])).Message);

    private static void AssertSumOfSquares(VectorWidth width, int length) =>
        AssertSumOfSquares(width, GuardedBlock<float>.ToRead(length, new RandomGenerator((ulong)length)));

    private static void AssertSumOfSquares(VectorWidth width, GuardedBlock<float> block)
    {
        double expected = 0;
        foreach (float x in block.Span) expected += (double)x * x;
        (double sum, int laneWidth) = VectorChoice.Invoke(width, new SumOfSquares(block));
        double bound = ((1024.0 / laneWidth) + int.Log2(laneWidth)) * TextbookAssert.SingleUnit * expected;
        if (!(Math.Abs(sum - expected) <= bound))
            Assert.Fail($"{width}, length {block.Span.Length}: the sum of squares is {sum:R}; expected {expected:R} within {bound:E2}.");
    }

    private static ColumnSums MakeColumns(int rows, int columns)
    {
        var generator = new RandomGenerator((ulong)columns);
        return new ColumnSums(rows, GuardedBlock<float>.ToRead(rows * columns, generator), GuardedBlock<float>.ToAddTo(columns, generator));
    }

    private sealed record SumOfSquares(GuardedBlock<float> Block) : IVectorOperation<(double Sum, int VectorWidth)>
    {
        public (double Sum, int VectorWidth) Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => (Reductions.SumOfSquares<TVector, float>(Block.Span), TVector.Width);
    }

    private sealed record ColumnSums(int Rows, GuardedBlock<float> Source, GuardedBlock<float> Destination) : IVectorOperation<ColumnSums>
    {
        public ColumnSums Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            Reductions.AddColumnSums<TVector, float>(Rows, Source.Span, Destination.Span);
            Destination.AssertGuardsUntouched($"{TVector.Kind}, {Destination.Span.Length} columns");
            return this;
        }
    }
}
