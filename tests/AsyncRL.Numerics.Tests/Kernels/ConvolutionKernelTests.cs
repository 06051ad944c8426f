using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class ConvolutionKernelTests
{
    private const int LargestLength = 257;

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_channels_to_257_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int channels = 1; channels <= LargestLength; channels++) AssertSameBits(width, new Problem(3, 3, 2, 5, channels, channels));
    }

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_of_pixels_and_every_patch_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        for (int pixels = 1; pixels <= 20; pixels++) AssertSameBits(width, new Problem(1, pixels, 2, 3, 21, 21));
        for (int patchRows = 0; patchRows <= 4; patchRows++)
        {
            for (int run = 0; run <= 9; run++) AssertSameBits(width, new Problem(3, 4, patchRows, run, 21, 21));
        }
    }

    /// <summary>
    /// Numbers of pixels that fill the tiles and that leave a remainder, over a pair of vectors, one vector and single channels.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_grid_of_pixels_has_the_bits_of_the_scalar_vector(VectorWidth width)
    {
        int channels = (3 * VectorChoice.Invoke(width, new WidthOf())) + 1;
        for (int columns = 1; columns <= 22; columns++)
        {
            foreach (int rows in new[] { 1, 2, 3, 7 }) AssertSameBits(width, new Problem(rows, columns, 2, 3, channels, channels + 2));
        }
    }

    [Theory]
    [InlineData(9, 9, 9)]
    [InlineData(10, 10, 10)]
    [InlineData(20, 20, 10)]
    [InlineData(8, 8, 8)]
    [InlineData(7, 7, 10)]
    [InlineData(1, 1, 8)]
    [InlineData(1, 9, 9)]
    public void Tiles_of_pairs_repeat_the_fewest_pixels(int rows, int columns, int pixelsPerTile)
    {
        PixelTable tiles = new Problem(rows, columns, 1, 1, 1, 1).MakePlan().PairTiles;
        Assert.Equal(pixelsPerTile, tiles.PlacesPerTile);
        Assert.Equal(((rows * columns) + pixelsPerTile - 1) / pixelsPerTile, tiles.Tiles);
    }

    [Theory]
    [InlineData(20, 20, 20)]
    [InlineData(10, 10, 5)]
    [InlineData(3, 19, 3)]
    [InlineData(9, 9, null)]
    [InlineData(20, 4, null)]
    [InlineData(1, 5, null)]
    public void Pixels_are_grouped_where_groups_repeat_no_more_than_tiles_of_8(int rows, int columns, int? tiles) =>
        Assert.Equal(tiles, new Problem(rows, columns, 1, 1, 1, 1).MakePlan().Groups?.Tiles);

    /// <summary>The data gradient writes only some of the pixels. The pixels between them must not change.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void What_lies_between_the_pixels_is_not_written(VectorWidth width)
    {
        for (int channels = 1; channels <= 40; channels++)
        {
            const int gap = 5;
            Run run = VectorChoice.Invoke(width, MakeRun(new Problem(3, 3, 2, 4, channels, channels + gap)));
            for (int i = 0; i < run.Output.Span.Length; i++)
                Assert.Equal(i % (channels + gap) >= channels, float.IsNaN(run.Output.Span[i]));
        }
    }

    [Theory]
    [InlineData(true, 3, 4)]
    [InlineData(false, 3, 4)]
    [InlineData(true, 3, 3)]
    [InlineData(true, 2, 10)]
    [InlineData(true, 3, 19)]
    public void The_scalar_vector_agrees_with_the_textbook_loop(bool withBias, int rows, int columns)
    {
        var problem = new Problem(rows, columns, 3, 6, 7, 7);
        Run run = MakeRun(problem) with { WithBias = withBias };
        VectorChoice.Invoke(VectorWidth.Scalar, run);
        var sums = new TextbookSum[problem.Rows * problem.Columns * problem.Channels];
        for (int y = 0; y < sums.Length; y++)
        {
            (int pixel, int channel) = (y / problem.Channels, y % problem.Channels);
            int patch = (pixel / problem.Columns * problem.InputRow) + (pixel % problem.Columns * Problem.PixelStride);
            if (withBias) sums[y].Add(run.Bias.Span[channel]);
            for (int k = 0; k < problem.PatchRows * problem.Run; k++)
            {
                int x = patch + (k / problem.Run * problem.InputRow) + (k % problem.Run);
                sums[y].Add((double)run.Input.Span[x] * run.Weights.Span[(k * problem.Channels) + channel]);
            }
        }

        TextbookAssert.Within<float>(sums, run.Output.Span, TextbookAssert.SingleUnit, "convolution");
    }

    private static void AssertSameBits(VectorWidth width, Problem problem) => Bits.AssertSame<float>(
        VectorChoice.Invoke(VectorWidth.Scalar, MakeRun(problem)).Output.Span,
        VectorChoice.Invoke(width, MakeRun(problem)).Output.Span,
        $"{width}, {problem}");

    private static Run MakeRun(Problem problem)
    {
        var generator = new RandomGenerator((ulong)problem.Channels);
        return new Run(
            problem.MakePlan(),
            GuardedBlock<float>.ToRead(problem.InputLength, generator),
            GuardedBlock<float>.ToRead(problem.PatchRows * problem.Run * problem.Channels, generator),
            GuardedBlock<float>.ToRead(problem.Channels, generator),
            GuardedBlock<float>.ToWrite(((problem.Rows * problem.Columns) - 1) * problem.OutputStride + problem.Channels),
            WithBias: true);
    }

    /// <summary>A grid of pixels whose patches are two numbers apart and therefore overlap.</summary>
    private sealed record Problem(int Rows, int Columns, int PatchRows, int Run, int Channels, int OutputStride)
    {
        internal const int PixelStride = 2;

        internal int InputRow => ((Columns - 1) * PixelStride) + Run;

        internal int InputLength => (Rows + Math.Max(PatchRows - 1, 0)) * InputRow;

        internal ConvolutionPlan MakePlan() => new(
            new PixelGrid(0, Rows, Columns, InputRow, PixelStride),
            new PixelGrid(0, Rows, Columns, Columns * OutputStride, OutputStride),
            PatchRows,
            InputRow,
            Run,
            Channels);
    }

    private sealed record WidthOf : IVectorOperation<int>
    {
        public int Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => TVector.Width;
    }

    private sealed record Run(
        ConvolutionPlan Plan,
        GuardedBlock<float> Input,
        GuardedBlock<float> Weights,
        GuardedBlock<float> Bias,
        GuardedBlock<float> Output,
        bool WithBias) : IVectorOperation<Run>
    {
        public Run Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            ConvolutionKernel.Convolve<TVector, float>(Plan, Input.Span, Weights.Span, WithBias ? Bias.Span : [], Output.Span);
            Output.AssertGuardsUntouched($"{TVector.Kind}, {Plan.Channels} channels");
            return this;
        }
    }
}
