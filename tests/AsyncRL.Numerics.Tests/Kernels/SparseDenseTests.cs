using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

/// <summary>Compares the weight gradient that leaves out zeros with the one that does not, bit for bit.</summary>
public sealed class SparseDenseTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void The_weight_gradient_has_the_bits_of_all_outer_products(VectorWidth width)
    {
        foreach (int inputs in new[] { 1, 7, 8, 63, 64, 65, 130 })
        {
            foreach (int rows in new[] { 1, 2, 9, 30, 33, 64 })
            {
                foreach (int share in new[] { 0, 1, 8, 18, 32 }) VectorChoice.Invoke(width, new Comparison(inputs, rows, share));
            }
        }
    }

    [Fact]
    public void Masks_have_a_bit_for_each_number_that_is_not_zero()
    {
        var generator = new RandomGenerator(3);
        for (int columns = 1; columns <= 64; columns++)
        {
            int rows = 1 + generator.NextInteger(64), stride = columns + generator.NextInteger(5);
            var numbers = new float[rows * stride];
            foreach (ref float number in numbers.AsSpan())
                number = generator.NextInteger(5) switch { 0 => 0, 1 => -0f, 2 => float.NaN, 3 => float.Epsilon, _ => -1 };
            var masks = new ulong[columns];
            NonZeroMasks.OfColumns<float>(numbers, rows, stride, masks);
            for (int column = 0; column < columns; column++)
            {
                ulong expected = 0;
                for (int row = 0; row < rows; row++) expected |= numbers[(row * stride) + column] != 0 ? 1ul << row : 0;
                Assert.Equal(expected, masks[column]);
            }

            ulong ofRow = 0;
            for (int column = 0; column < columns; column++) ofRow |= numbers[column] != 0 ? 1ul << column : 0;
            Assert.Equal(ofRow, NonZeroMasks.OfRow<float>(numbers.AsSpan(0, columns)));
            Assert.Equal(Array.FindAll(numbers, number => number != 0).Length, NonZeroMasks.CountNonZero<float>(numbers));
        }
    }

    /// <param name="Inputs">Rows of the weights.</param>
    /// <param name="Rows">Rows t.</param>
    /// <param name="Share">How many of 32 inputs are not 0.</param>
    private sealed record Comparison(int Inputs, int Rows, int Share) : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            var generator = new RandomGenerator((ulong)Rows);
            int outputs = 32 * TVector.Width;
            var input = new float[Rows * Inputs];
            foreach (ref float number in input.AsSpan()) number = generator.NextInteger(32) < Share ? generator.NextSingle() : 0;
            float[] outputGradient = Numbers.Draw<float>(generator, Rows * outputs);
            float[] expected = Numbers.Draw<float>(generator, Inputs * outputs), actual = (float[])expected.Clone();
            var steps = new SampleGrid(1, 0, (nuint)Rows, (nuint)Inputs);
            OuterProductKernel.Accumulate<ScalarVector<float>, float>(steps, Inputs, outputs, input, outputGradient, expected);
            SparseDense.AddWeightGradient<TVector, float>(Inputs, outputs, input, outputGradient, actual);
            Bits.AssertSame<float>(expected, actual, $"{TVector.Kind}, {Inputs} inputs, {Rows} rows, {Share} of 32");
            return true;
        }
    }
}
