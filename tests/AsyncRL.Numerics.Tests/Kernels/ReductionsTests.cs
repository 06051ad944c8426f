using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Kernels;

public class ReductionsTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void The_sum_of_squares_of_every_length_stays_within_the_stated_bound(LaneWidth width)
    {
        for (int length = 0; length <= LargestLength; length++) AssertSumOfSquares(width, length);
        foreach (int length in new[] { 1023, 1024, 1025, 2047, 5000, 100_000 }) AssertSumOfSquares(width, length);
    }

    /// <summary>
    /// A large square comes first, in every block or only in the whole. The following squares are each just rounded away when added to it.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void The_worst_order_of_squares_stays_within_the_stated_bound(LaneWidth width)
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
    [MemberData(nameof(SampledTypes.AllLanes), MemberType = typeof(SampledTypes))]
    public void A_number_that_is_not_finite_is_seen_wherever_it_stands(LaneWidth width)
    {
        for (int length = 1; length <= 70; length++)
        {
            foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f })
            {
                GuardedBlock<float> block = GuardedBlock<float>.ToRead(length, new RandomGenerator(1));
                block.Span[length - 1] = value;
                Assert.False(double.IsFinite(LaneChoice.Invoke(width, new SumOfSquares(block)).Sum), $"{width}, length {length}, {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.VectorLanes), MemberType = typeof(SampledTypes))]
    public void Column_sums_of_every_number_of_columns_have_the_bits_of_the_scalar_lane(LaneWidth width)
    {
        for (int columns = 0; columns <= LargestLength; columns++)
        {
            Bits.AssertSame<float>(
                LaneChoice.Invoke(LaneWidth.Scalar, MakeColumns(6, columns)).Destination.Span,
                LaneChoice.Invoke(width, MakeColumns(6, columns)).Destination.Span,
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

        LaneChoice.Invoke(LaneWidth.Scalar, run);
        TextbookAssert.Within<float>(sums, run.Destination.Span, TextbookAssert.SingleUnit, $"{rows} rows");
    }

    [Fact]
    public void A_source_that_is_not_rows_times_columns_gets_a_sentence() => Assert.Equal(
        "A span has 7 numbers; expected 6.",
        Assert.Throws<ArgumentException>(() => Reductions.AddColumnSums<ScalarLane<float>, float>(2, new float[7], new float[3])).Message);

    private static void AssertSumOfSquares(LaneWidth width, int length) =>
        AssertSumOfSquares(width, GuardedBlock<float>.ToRead(length, new RandomGenerator((ulong)length)));

    private static void AssertSumOfSquares(LaneWidth width, GuardedBlock<float> block)
    {
        double expected = 0;
        foreach (float x in block.Span) expected += (double)x * x;
        (double sum, int laneWidth) = LaneChoice.Invoke(width, new SumOfSquares(block));
        double bound = ((1024.0 / laneWidth) + int.Log2(laneWidth)) * TextbookAssert.SingleUnit * expected;
        if (!(Math.Abs(sum - expected) <= bound))
            Assert.Fail($"{width}, length {block.Span.Length}: the sum of squares is {sum:R}; expected {expected:R} within {bound:E2}.");
    }

    private static ColumnSums MakeColumns(int rows, int columns)
    {
        var generator = new RandomGenerator((ulong)columns);
        return new ColumnSums(rows, GuardedBlock<float>.ToRead(rows * columns, generator), GuardedBlock<float>.ToAddTo(columns, generator));
    }

    private sealed record SumOfSquares(GuardedBlock<float> Block) : ILaneOperation<(double Sum, int LaneWidth)>
    {
        public (double Sum, int LaneWidth) Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => (Reductions.SumOfSquares<TLane, float>(Block.Span), TLane.Width);
    }

    private sealed record ColumnSums(int Rows, GuardedBlock<float> Source, GuardedBlock<float> Destination) : ILaneOperation<ColumnSums>
    {
        public ColumnSums Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            Reductions.AddColumnSums<TLane, float>(Rows, Source.Span, Destination.Span);
            Destination.AssertGuardsUntouched($"{TLane.Kind}, {Destination.Span.Length} columns");
            return this;
        }
    }
}
