using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Moments of a gradient estimate over episodes, in batches of episodes. Products of means of different batches have no term of the
/// sampling error; leaving one batch out gives the standard errors (jackknife).
/// </summary>
/// <param name="length">Numbers in a gradient.</param>
/// <param name="batches">Number of batches.</param>
internal sealed class GradientMoments(int length, int batches)
{
    private readonly double[][] _sums = [.. Enumerable.Range(0, batches).Select(_ => new double[length])];
    private readonly double[] _squares = new double[batches];
    private readonly int[] _episodes = new int[batches];

    /// <summary>Adds the gradient of an episode.</summary>
    internal void Add(int batch, ReadOnlySpan<double> gradient)
    {
        double[] sum = _sums[batch];
        double square = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += gradient[i];
            square += gradient[i] * gradient[i];
        }

        _squares[batch] += square;
        _episodes[batch]++;
    }

    /// <summary>tr Cov g, the variance summed over all parameters, of one episode; its mean and standard error over batches.</summary>
    internal (double Mean, double Error) Variance()
    {
        var variances = new double[batches];
        for (int b = 0; b < batches; b++)
        {
            double n = _episodes[b];
            variances[b] = (_squares[b] - (Dot(_sums[b], _sums[b]) / n)) / (n - 1);
        }

        return (variances.Mean(), variances.StandardDeviation() / Math.Sqrt(batches));
    }

    /// <summary>The relative bias |E g − E r| / |E r| and the cosine of E g and E r. r is another estimate.</summary>
    internal (Estimate Bias, Estimate Cosine) Against(GradientMoments other)
    {
        (double[,] own, double[,] cross, double[,] theirs) = (Products(this, this), Products(this, other), Products(other, other));
        return (Jackknife(Bias), Jackknife(Cosine));

        double Bias(int without)
        {
            (double g, double gr, double r) = (Mean(own, without), Mean(cross, without), Mean(theirs, without));
            return Math.Sqrt(Math.Max(0, g - (2 * gr) + r) / r);
        }

        double Cosine(int without) => Mean(cross, without) / Math.Sqrt(Mean(own, without) * Mean(theirs, without));
    }

    private Estimate Jackknife(Func<int, double> statistic)
    {
        var left = new double[batches];
        for (int b = 0; b < batches; b++) left[b] = statistic(b);
        (double mean, double sum) = (left.Mean(), 0);
        foreach (double number in left) sum += (number - mean) * (number - mean);
        return new Estimate(statistic(-1), Math.Sqrt(sum * (batches - 1) / batches));
    }

    /// <summary>The mean of the products of different batches, without one batch.</summary>
    private double Mean(double[,] products, int without)
    {
        (double sum, int count) = (0, 0);
        for (int a = 0; a < batches; a++)
        {
            for (int b = 0; b < batches; b++)
            {
                if (a == b || a == without || b == without) continue;
                sum += products[a, b];
                count++;
            }
        }

        return sum / count;
    }

    private static double[,] Products(GradientMoments left, GradientMoments right)
    {
        int batches = left._sums.Length;
        var products = new double[batches, batches];
        for (int a = 0; a < batches; a++)
        {
            for (int b = 0; b < batches; b++)
                products[a, b] = Dot(left._sums[a], right._sums[b]) / ((double)left._episodes[a] * right._episodes[b]);
        }

        return products;
    }

    private static double Dot(double[] left, double[] right) => TensorPrimitives.Dot<double>(left, right);
}

/// <summary>A number with its standard error.</summary>
/// <param name="Value">The number.</param>
/// <param name="Error">The standard error.</param>
internal sealed record Estimate(double Value, double Error)
{
    /// <summary>The number with its error; a dash if the sampling error hides the sign of a square.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        double.IsFinite(Value) && double.IsFinite(Error) ? string.Create(CultureInfo.InvariantCulture, $"{Value:F2} ± {Error:F2}") : "–";
}
