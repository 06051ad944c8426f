using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace AsyncRL.Training.Embedding;

/// <summary>Principal component analysis: the directions in which points vary most.</summary>
public static class PrincipalComponents
{
    /// <summary>Projects points onto their first principal components.</summary>
    /// <param name="points">[points][dimensions], at least one point, all of one length.</param>
    /// <param name="components">Largest number of components; no more are kept than there are dimensions.</param>
    /// <returns>[points][components], centered, and the share of the variance that is kept.</returns>
    public static Projection Project(IReadOnlyList<float[]> points, int components)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        int dimensions = points[0].Length, kept = Math.Min(components, dimensions);
        Matrix<double> centered = Matrix<double>.Build.Dense(points.Count, dimensions, (row, column) => points[row][column]);
        Vector<double> means = centered.ColumnSums() / points.Count;
        for (int column = 0; column < dimensions; column++) centered.SetColumn(column, centered.Column(column) - means[column]);
        Evd<double> vectors = (centered.TransposeThisAndMultiply(centered) / points.Count).Evd(Symmetricity.Symmetric);
        double total = 0, explained = 0;
        var projected = new double[points.Count][];
        for (int row = 0; row < projected.Length; row++) projected[row] = new double[kept];
        for (int i = 0; i < dimensions; i++)
        {
            // The eigenvalues come in ascending order. Rounding can make one of them slightly negative.
            double variance = Math.Max(0, vectors.EigenValues[dimensions - 1 - i].Real);
            total += variance;
            if (i >= kept) continue;
            explained += variance;
            Vector<double> coordinates = centered * Oriented(vectors.EigenVectors.Column(dimensions - 1 - i));
            for (int row = 0; row < projected.Length; row++) projected[row][i] = coordinates[row];
        }

        return new Projection(projected, total > 0 ? explained / total : 1);
    }

    /// <summary>The sign of an eigenvector is arbitrary. Its largest element is made positive.</summary>
    private static Vector<double> Oriented(Vector<double> direction) =>
        direction[direction.AbsoluteMaximumIndex()] < 0 ? -direction : direction;
}

/// <summary>Points in fewer dimensions.</summary>
/// <param name="Points">[points][components].</param>
/// <param name="ExplainedVariance">The share of the variance that is kept, from 0 to 1.</param>
public sealed record Projection(double[][] Points, double ExplainedVariance);
