using System.Threading.Tasks;

namespace AsyncRL.Training.Embedding;

/// <summary>
/// The affinities of t-SNE (van der Maaten and Hinton, "Visualizing data using t-SNE", 2008). p(j|i) falls with the squared distance as a
/// Gaussian whose width is found for each point, so that the distribution over its neighbors has a given perplexity. P is the symmetric
/// mean of both directions and sums to 1.
/// </summary>
internal static class NeighborAffinities
{
    private const int Halvings = 50;
    private const double EntropyTolerance = 1e-5;
    private const double Floor = 1e-12;

    /// <summary>Computes P.</summary>
    /// <param name="points">[points][dimensions].</param>
    /// <param name="perplexity">The effective number of neighbors of each point, below the number of points.</param>
    /// <param name="threads">Threads that compute rows; the result does not depend on their number.</param>
    /// <returns>[points · points].</returns>
    internal static float[] Compute(double[][] points, double perplexity, int threads)
    {
        int count = points.Length;
        var conditional = new double[count][];
        Rows.ForEach(count, threads, row => conditional[row] = Conditional(SquaredDistances(points, row), row, perplexity));
        var affinities = new float[count * count];
        Rows.ForEach(count, threads, row =>
        {
            for (int other = 0; other < count; other++)
            {
                if (other == row) continue;
                double mean = (conditional[row][other] + conditional[other][row]) / (2.0 * count);
                affinities[(row * count) + other] = (float)Math.Max(mean, Floor);
            }
        });
        return affinities;
    }

    /// <summary>p(·|i) of one point: the width is found by bisection of β = 1 / 2σ².</summary>
    /// <param name="squaredDistances">[points], from the point.</param>
    /// <param name="self">The point, whose own probability is 0.</param>
    /// <param name="perplexity">exp of the entropy that is wanted.</param>
    /// <returns>[points].</returns>
    internal static double[] Conditional(double[] squaredDistances, int self, double perplexity)
    {
        double wanted = Math.Log(perplexity), beta = 1, low = 0, high = double.PositiveInfinity;
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < squaredDistances.Length; i++) nearest = i == self ? nearest : Math.Min(nearest, squaredDistances[i]);
        var probabilities = new double[squaredDistances.Length];
        beta = FirstGuess(squaredDistances, nearest);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double excess = Fill(probabilities, squaredDistances, self, nearest, beta) - wanted;
            if (Math.Abs(excess) <= EntropyTolerance) break;
            if (excess > 0) low = beta;
            else high = beta;
            beta = double.IsPositiveInfinity(high) ? 2 * beta : (low + high) / 2;
        }

        return probabilities;
    }

    /// <summary>
    /// The inverse of the mean distance beyond the nearest, so that the search needs few steps at any scale of the points.
    /// </summary>
    private static double FirstGuess(double[] squaredDistances, double nearest)
    {
        double sum = 0;
        foreach (double distance in squaredDistances) sum += Math.Max(0, distance - nearest);
        return sum > 0 ? squaredDistances.Length / sum : 1;
    }

    /// <summary>
    /// Writes the distribution of a width, and returns its entropy. The nearest distance is subtracted, which changes nothing.
    /// </summary>
    private static double Fill(double[] probabilities, double[] squaredDistances, int self, double nearest, double beta)
    {
        double sum = 0, weighted = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double distance = squaredDistances[i] - nearest;
            probabilities[i] = i == self ? 0 : Math.Exp(-beta * distance);
            sum += probabilities[i];
            weighted += i == self ? 0 : probabilities[i] * distance;
        }

        for (int i = 0; i < probabilities.Length; i++) probabilities[i] /= sum;
        return Math.Log(sum) + (beta * weighted / sum);
    }

    private static double[] SquaredDistances(double[][] points, int row)
    {
        var distances = new double[points.Length];
        for (int other = 0; other < points.Length; other++)
        {
            double sum = 0;
            for (int i = 0; i < points[row].Length; i++)
            {
                double difference = points[row][i] - points[other][i];
                sum += difference * difference;
            }

            distances[other] = sum;
        }

        return distances;
    }
}

/// <summary>
/// Divides rows among threads. A row is computed by one thread in one order, so that results do not depend on the threads.
/// </summary>
internal static class Rows
{
    /// <summary>Computes every row.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="threads">Number of threads, at least 1.</param>
    /// <param name="compute">Computes one row, and writes nothing that another row reads or writes.</param>
    internal static void ForEach(int count, int threads, Action<int> compute)
    {
        if (threads == 1)
        {
            for (int row = 0; row < count; row++) compute(row);
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, compute);
    }
}
