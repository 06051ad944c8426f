using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Kernels;

public class TranspositionTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Every_number_comes_to_its_place_and_the_gaps_stay(VectorWidth width)
    {
        for (int rows = 1; rows <= 13; rows++)
        {
            for (int columns = 1; columns <= 13; columns++)
            {
                VectorChoice.Invoke(width, new Run(rows, columns, rows));
                VectorChoice.Invoke(width, new Run(rows, columns, rows + 3));
            }
        }
    }

    [Fact]
    public void Doubles_come_to_their_places()
    {
        double[] source = [.. System.Linq.Enumerable.Range(0, 48)], destination = new double[48];
        Transposition.Transpose<ScalarVector<double>, double>(4, 12, source, destination, 4);
        for (int i = 0; i < source.Length; i++) Assert.Equal(source[i], destination[(i % 12 * 4) + (i / 12)]);
    }

    private sealed record Run(int Rows, int Columns, int Stride) : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            GuardedBlock<float> source = GuardedBlock<float>.ToRead(Rows * Columns, new RandomGenerator((ulong)Rows));
            GuardedBlock<float> destination = GuardedBlock<float>.ToWrite(((Columns - 1) * Stride) + Rows);
            Transposition.Transpose<TVector, float>(Rows, Columns, source.Span, destination.Span, Stride);
            destination.AssertGuardsUntouched($"{TVector.Kind}, {this}");
            for (int i = 0; i < destination.Span.Length; i++)
            {
                (int column, int row) = (i / Stride, i % Stride);
                float expected = row < Rows ? source.Span[(row * Columns) + column] : float.NaN;
                Assert.Equal(expected, destination.Span[i]);
            }

            return true;
        }
    }
}
