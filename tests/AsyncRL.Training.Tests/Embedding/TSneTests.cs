using AsyncRL.Core.Randomness;
using AsyncRL.Training.Embedding;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Embedding;

/// <summary>t-SNE: its affinities, its gradient, and what it does with clusters.</summary>
public class TSneTests
{
    private const int PerCluster = 41;

    [Theory]
    [InlineData(30)]
    [InlineData(5)]
    public void Every_row_of_affinities_has_the_perplexity(double perplexity)
    {
        double[][] points = Clusters(out _);
        for (int row = 0; row < points.Length; row += 7)
        {
            var distances = new double[points.Length];
            for (int j = 0; j < distances.Length; j++)
            {
                for (int k = 0; k < points[j].Length; k++) distances[j] += Math.Pow(points[row][k] - points[j][k], 2);
            }

            double[] probabilities = NeighborAffinities.Conditional(distances, row, perplexity);
            double entropy = 0, sum = 0;
            foreach (double p in probabilities)
            {
                sum += p;
                if (p > 0) entropy -= p * Math.Log(p);
            }

            Assert.Equal(1, sum, 1e-12);
            Assert.Equal(0, probabilities[row]);
            Assert.Equal(Math.Log(perplexity), entropy, 1.1e-5);
        }
    }

    [Fact]
    public void Affinities_are_symmetric_and_sum_to_1()
    {
        double[][] points = Clusters(out _);
        float[] affinities = NeighborAffinities.Compute(points, 30, threads: 1);
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            Assert.Equal(0, affinities[(i * points.Length) + i]);
            for (int j = 0; j < points.Length; j++)
            {
                Assert.Equal(affinities[(i * points.Length) + j], affinities[(j * points.Length) + i]);
                sum += affinities[(i * points.Length) + j];
            }
        }

        Assert.Equal(1, sum, 1e-5);
    }

    [Fact]
    public void The_gradient_is_that_of_the_divergence()
    {
        var tsne = new TSne(Clusters(out _));
        int count = tsne.X.Length;
        float[] x = Numbers.Normal(new RandomGenerator(1), count, 2), y = Numbers.Normal(new RandomGenerator(2), count, 2);
        float[] gradientX = new float[count], gradientY = new float[count];
        tsne.Place(x, y);
        tsne.Differentiate(1, gradientX, gradientY);
        const float Step = 0.01f;
        for (int i = 0; i < count; i += 11)
        {
            foreach (bool isX in (bool[])[true, false])
            {
                float[] moved = isX ? x : y;
                float before = moved[i];
                double up = DivergenceAt(before + Step), down = DivergenceAt(before - Step);
                moved[i] = before;
                Assert.Equal((up - down) / (2 * Step), (isX ? gradientX : gradientY)[i], 2e-5);

                double DivergenceAt(float place)
                {
                    moved[i] = place;
                    tsne.Place(x, y);
                    return tsne.Divergence();
                }
            }
        }

        Assert.Contains(gradientX, number => Math.Abs(number) > 1e-3);
    }

    [Fact]
    public void Separate_clusters_come_out_separate_and_the_divergence_falls()
    {
        double[][] points = Clusters(out int[] clusters);
        var tsne = new TSne(points);
        double before = tsne.Divergence();
        tsne.Run();
        double after = tsne.Divergence();
        Assert.InRange(after, 0, before / 2);
        for (int i = 0; i < points.Length; i++)
        {
            (double nearest, int neighbor) = (double.PositiveInfinity, -1);
            for (int j = 0; j < points.Length; j++)
            {
                double distance = Math.Pow(tsne.X.Span[i] - tsne.X.Span[j], 2) + Math.Pow(tsne.Y.Span[i] - tsne.Y.Span[j], 2);
                if (j != i && distance < nearest) (nearest, neighbor) = (distance, j);
            }

            Assert.Equal(clusters[i], clusters[neighbor]);
        }

        Assert.InRange(Trustworthiness.Of(points, tsne.X, tsne.Y), 0.9, 1);
    }

    [Fact]
    public void The_same_points_give_the_same_bits_with_any_number_of_threads()
    {
        double[][] points = Clusters(out _);
        TSne one = new(points, threads: 1), again = new(points, threads: 1), several = new(points, threads: 3);
        one.Run();
        again.Run();
        several.Run();
        foreach (TSne other in (TSne[])[again, several])
        {
            Bits.AssertSame(one.X.Span, other.X.Span, "x");
            Bits.AssertSame(one.Y.Span, other.Y.Span, "y");
        }
    }

    [Fact]
    public void Few_points_get_a_lower_perplexity()
    {
        var tsne = new TSne([[0, 0], [1, 0], [0, 1], [5, 5]]);
        tsne.Run();
        Assert.Equal(1, tsne.Perplexity);
        foreach (float place in tsne.X.Span) Assert.True(float.IsFinite(place));
    }

    [Fact]
    public void Equal_points_give_finite_places()
    {
        var points = new double[20][];
        for (int i = 0; i < points.Length; i++) points[i] = [1, 2, 3];
        var tsne = new TSne(points);
        tsne.Run();
        foreach (float place in tsne.X.Span) Assert.True(float.IsFinite(place));
    }

    [Fact]
    public void Principal_components_keep_distances_and_are_ordered_by_variance()
    {
        double[][] points = Clusters(out _);
        float[][] singles = Array.ConvertAll(points, point => Array.ConvertAll(point, number => (float)number));
        Projection whole = PrincipalComponents.Project(singles, 5), plane = PrincipalComponents.Project(singles, 2);
        Assert.Equal(1, whole.ExplainedVariance, 1e-9);
        Assert.InRange(plane.ExplainedVariance, 0.5, 1);
        double expected = 0, actual = 0;
        for (int k = 0; k < 5; k++)
        {
            expected += Math.Pow(singles[3][k] - singles[90][k], 2);
            actual += Math.Pow(whole.Points[3][k] - whole.Points[90][k], 2);
        }

        Assert.Equal(expected, actual, 1e-6);
        double[] variances = new double[5];
        foreach (double[] point in whole.Points)
        {
            for (int k = 0; k < 5; k++) variances[k] += point[k] * point[k];
        }

        for (int k = 1; k < 5; k++) Assert.True(variances[k] <= variances[k - 1]);
    }

    [Fact]
    public void Trustworthiness_is_1_for_the_points_themselves_and_less_for_drawn_places()
    {
        var points = new double[60][];
        float[] x = Numbers.Normal(new RandomGenerator(1), 60), y = Numbers.Normal(new RandomGenerator(2), 60);
        for (int i = 0; i < 60; i++) points[i] = [x[i], y[i]];
        Assert.Equal(1, Trustworthiness.Of(points, x, y));
        float[] other = Numbers.Normal(new RandomGenerator(3), 60), another = Numbers.Normal(new RandomGenerator(4), 60);
        Assert.InRange(Trustworthiness.Of(points, other, another), 0.3, 0.7);
    }

    private static double[][] Clusters(out int[] clusters)
    {
        var generator = new RandomGenerator(9);
        double[][] centers = [[0, 0, 0, 0, 0], [12, 0, 0, 0, 3], [0, 12, 0, -5, 0]];
        var points = new double[3 * PerCluster][];
        clusters = new int[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            clusters[i] = i % 3;
            points[i] = Array.ConvertAll(centers[i % 3], center => center + generator.NextNormal());
        }

        return points;
    }
}
