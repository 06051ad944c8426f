using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace AsyncRL.Numerics.Initialization;

/// <summary>
/// A random matrix [fan_in, outputs] with orthonormal columns, or orthonormal rows if it has fewer rows than columns, scaled by √2 for the
/// rectifier; biases 0. The matrix is the Q of the QR decomposition of a normal matrix, with the signs that make its distribution uniform.
/// </summary>
public sealed class Orthogonal() : Initializer("orthogonal", "orthonormal columns or rows times √2, biases 0 (Saxe et al. 2014)")
{
    private static readonly double Gain = Math.Sqrt(2);

    /// <inheritdoc/>
    protected override void DrawWeights(ParameterShape shape, RandomGenerator generator, Span<float> destination)
    {
        int outputs = shape.Dimensions[^1];
        int inputs = shape.Length / outputs;
        bool tall = inputs >= outputs;
        Matrix<double> normal = Matrix<double>.Build.Dense(Math.Max(inputs, outputs), Math.Min(inputs, outputs));
        for (int i = 0; i < normal.RowCount; i++)
        {
            for (int j = 0; j < normal.ColumnCount; j++) normal[i, j] = generator.NextNormal();
        }

        QR<double> factors = normal.QR(QRMethod.Thin);
        for (int i = 0; i < inputs; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                (int row, int column) = tall ? (i, o) : (o, i);
                destination[(i * outputs) + o] = (float)(Gain * factors.Q[row, column] * Math.Sign(factors.R[column, column]));
            }
        }
    }
}
