namespace AsyncRL.Training.Embedding;

/// <summary>
/// How far neighbors in the plane are neighbors of the points, too (Venna and Kaski, "Neighborhood preservation in nonlinear projection
/// methods", 2001): 1 − 2 / (n k (2n − 3k − 1)) Σᵢ Σⱼ (r(i, j) − k) over the k nearest places j of each point i whose rank r among the
/// points is larger than k. 1 is best.
/// </summary>
public static class Trustworthiness
{
    /// <summary>Neighbors that are compared.</summary>
    public const int Neighbors = 5;

    /// <summary>Computes the trustworthiness.</summary>
    /// <param name="points">[points][dimensions].</param>
    /// <param name="x">[points]: first coordinates of the places.</param>
    /// <param name="y">[points]: second coordinates of the places.</param>
    /// <param name="neighbors">k, below half of the points.</param>
    /// <param name="threads">Number of threads; the result does not depend on it.</param>
    /// <returns>From 0 to 1.</returns>
    public static double Of(
        double[][] points, ReadOnlyMemory<float> x, ReadOnlyMemory<float> y, int neighbors = Neighbors, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        int count = points.Length;
        var excesses = new int[count];
        Rows.ForEach(count, threads, row => excesses[row] = ExcessOf(points, x.Span, y.Span, row, neighbors));
        double excess = 0;
        foreach (int own in excesses) excess += own;
        return 1 - (2 / ((double)count * neighbors * ((2 * count) - (3 * neighbors) - 1)) * excess);
    }

    /// <summary>The sum of r − k over the nearest places of one point that are not among its nearest points.</summary>
    private static int ExcessOf(double[][] points, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int row, int neighbors)
    {
        int count = points.Length, excess = 0;
        double[] distances = new double[count], places = new double[count];
        int[] ranks = new int[count], order = new int[count];
        for (int j = 0; j < count; j++)
        {
            double sum = 0;
            for (int k = 0; k < points[row].Length; k++)
            {
                double difference = points[row][k] - points[j][k];
                sum += difference * difference;
            }

            (double across, double down) = (x[row] - (double)x[j], y[row] - (double)y[j]);
            (distances[j], places[j]) = (j == row ? -1 : sum, j == row ? -1 : (across * across) + (down * down));
            order[j] = j;
        }

        Array.Sort(distances, order);
        for (int rank = 0; rank < count; rank++) ranks[order[rank]] = rank;
        for (int j = 0; j < count; j++) order[j] = j;
        Array.Sort(places, order);
        for (int k = 1; k <= neighbors; k++) excess += Math.Max(0, ranks[order[k]] - neighbors);
        return excess;
    }
}
