using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class OuterProductKernelTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_columns_to_257_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int columns = 1; columns <= LargestLength; columns++)
        {
            foreach (int rows in new[] { 1, 7, 8, 9 }) AssertSameBits(width, DenseSamples(5, rows), rows, columns);
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_rows_to_257_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int rows = 1; rows <= LargestLength; rows++)
        {
            foreach (int columns in new[] { 1, 21 }) AssertSameBits(width, DenseSamples(2, rows), rows, columns);
        }
    }

    /// <summary>Samples like those of a convolution: their left factors overlap or leave gaps.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Samples_on_a_grid_have_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int stride = 1; stride <= 12; stride++)
            AssertSameBits(width, new SampleGrid(3, (nuint)(4 * stride), 4, (nuint)stride), 10, 37);
    }

    /// <summary>Right factors like those of a narrow convolution, whose factors are exchanged.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Right_factors_on_a_grid_are_those_of_a_dense_copy(VectorWidth width)
    {
        const int rows = 11, columns = 53;
        var lefts = new SampleGrid(3, 4 * rows, 4, rows);
        for (nuint stride = 1; stride <= 60; stride += 7)
        {
            var rights = new SampleGrid(3, (4 * stride) + 5, 4, stride);
            var generator = new RandomGenerator(stride);
            GuardedBlock<float> left = GuardedBlock<float>.ToRead(12 * rows, generator);
            GuardedBlock<float> right = GuardedBlock<float>.ToRead((int)((2 * rights.OuterStride) + (3 * stride)) + columns, generator);
            GuardedBlock<float> dense = GuardedBlock<float>.ToRead(12 * columns);
            for (int s = 0; s < 12; s++)
            {
                int from = (s / 4 * (int)rights.OuterStride) + (s % 4 * (int)stride);
                right.Span.Slice(from, columns).CopyTo(dense.Span[(s * columns)..]);
            }

            var run = new Run(lefts, rights, rows, columns, left, right, GuardedBlock<float>.ToAddTo(rows * columns, generator));
            Run expected = MakeRun(lefts, rows, columns) with { Left = left, Right = dense };
            run.Destination.Span.CopyTo(expected.Destination.Span);
            Bits.AssertSame<float>(
                VectorChoice.Invoke(VectorWidth.Scalar, expected).Destination.Span,
                VectorChoice.Invoke(width, run).Destination.Span,
                $"{width}, stride {stride}");
        }
    }

    [Theory]
    [InlineData(1, 0, 0, 3)]
    [InlineData(1, 0, 1, 3)]
    [InlineData(1, 0, 20, 9)]
    [InlineData(4, 30, 5, 3)]
    [InlineData(3, 50, 1, 17)]
    public void The_scalar_vector_agrees_with_the_textbook_loop(int outerCount, int outerStride, int innerCount, int innerStride)
    {
        const int rows = 9, columns = 13;
        var samples = new SampleGrid((nuint)outerCount, (nuint)outerStride, (nuint)innerCount, (nuint)innerStride);
        Run run = MakeRun(samples, rows, columns);
        var sums = new TextbookSum[rows * columns];
        for (int j = 0; j < sums.Length; j++) sums[j].Add(run.Destination.Span[j]);
        for (int s = 0; s < outerCount * innerCount; s++)
        {
            int left = (s / innerCount * outerStride) + (s % innerCount * innerStride);
            for (int j = 0; j < sums.Length; j++)
                sums[j].Add((double)run.Left.Span[left + (j / columns)] * run.Right.Span[(s * columns) + (j % columns)]);
        }

        VectorChoice.Invoke(VectorWidth.Scalar, run);
        TextbookAssert.Within<float>(sums, run.Destination.Span, TextbookAssert.SingleUnit, "sum of outer products");
    }

    private static SampleGrid DenseSamples(int count, int rows) => new(1, 0, (nuint)count, (nuint)rows);

    private static void AssertSameBits(VectorWidth width, SampleGrid samples, int rows, int columns) => Bits.AssertSame<float>(
        VectorChoice.Invoke(VectorWidth.Scalar, MakeRun(samples, rows, columns)).Destination.Span,
        VectorChoice.Invoke(width, MakeRun(samples, rows, columns)).Destination.Span,
        $"{width}, {rows} rows, {columns} columns");

    private static Run MakeRun(SampleGrid samples, int rows, int columns)
    {
        var generator = new RandomGenerator((ulong)((1000 * rows) + columns));
        int count = (int)(samples.OuterCount * samples.InnerCount);
        nuint lastOuter = (samples.OuterCount - 1) * samples.OuterStride;
        int lastSample = count == 0 ? 0 : (int)(lastOuter + ((samples.InnerCount - 1) * samples.InnerStride));
        return new Run(
            samples,
            null,
            rows,
            columns,
            GuardedBlock<float>.ToRead(lastSample + rows, generator),
            GuardedBlock<float>.ToRead(count * columns, generator),
            GuardedBlock<float>.ToAddTo(rows * columns, generator));
    }

    /// <summary>Right factors without a grid have no gaps.</summary>
    private sealed record Run(
        SampleGrid Lefts,
        SampleGrid? Rights,
        int Rows,
        int Columns,
        GuardedBlock<float> Left,
        GuardedBlock<float> Right,
        GuardedBlock<float> Destination) : IVectorOperation<Run>
    {
        public Run Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            if (Rights is { } rights)
                OuterProductKernel.Accumulate<TVector, float>(Lefts, rights, Rows, Columns, Left.Span, Right.Span, Destination.Span);
            else
                OuterProductKernel.Accumulate<TVector, float>(Lefts, Rows, Columns, Left.Span, Right.Span, Destination.Span);
            Destination.AssertGuardsUntouched($"{TVector.Kind}, {Rows} rows, {Columns} columns");
            return this;
        }
    }
}
