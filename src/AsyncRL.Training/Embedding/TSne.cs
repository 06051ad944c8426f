using System.Numerics;
using System.Runtime.InteropServices;

namespace AsyncRL.Training.Embedding;

/// <summary>
/// Exact t-SNE in two dimensions (van der Maaten and Hinton 2008): finds places whose affinities Q, of a Student distribution, are near the
/// affinities P of the points, by gradient descent on KL(P ‖ Q).
/// </summary>
/// <remarks>
/// 250 iterations with P exaggerated 12 times and momentum 0.5, then 750 with momentum 0.8; gains grow by 0.2 where the gradient keeps its
/// direction and shrink to 0.8 of themselves elsewhere, not below 0.01. The rate is max(n / 12 / 4, 50). The first places are the first two
/// principal components, scaled to a deviation of 1e-4. Nothing is drawn, and rows are independent: the same points give the same bits with
/// any number of threads.
/// </remarks>
public sealed class TSne
{
    /// <summary>Iterations in all.</summary>
    public const int Iterations = 1000;

    private const int ExaggeratedIterations = 250;
    private const float Exaggeration = 12;
    private const float FirstMomentum = 0.5f, Momentum = 0.8f;
    private const float GainStep = 0.2f, GainDecay = 0.8f, SmallestGain = 0.01f;
    private const double FirstDeviation = 1e-4;

    private readonly float[] _affinities;
    private readonly int _count;
    private readonly int _threads;
    private readonly float[] _x, _y, _changeX, _changeY, _gainX, _gainY, _gradientX, _gradientY;
    private readonly double[] _sums;

    /// <summary>Computes the affinities, and places the points for the first time.</summary>
    /// <param name="points">
    /// [points][dimensions], at least 3 points; the first two dimensions are the first two principal components.
    /// </param>
    /// <param name="perplexity">The effective number of neighbors; it is lowered to a third of the points if there are few.</param>
    /// <param name="threads">Number of threads; the result does not depend on it.</param>
    public TSne(double[][] points, double perplexity = 30, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(points.Length, 3);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_count, _threads) = (points.Length, threads);
        Perplexity = Math.Min(perplexity, (_count - 1) / 3.0);
        _affinities = NeighborAffinities.Compute(points, Perplexity, threads);
        (_x, _y) = (Scaled(points, 0), Scaled(points, 1));
        (_changeX, _changeY, _gradientX, _gradientY) = (new float[_count], new float[_count], new float[_count], new float[_count]);
        (_gainX, _gainY, _sums) = (new float[_count], new float[_count], new double[_count]);
        Array.Fill(_gainX, 1);
        Array.Fill(_gainY, 1);
    }

    /// <summary>The perplexity that is used.</summary>
    public double Perplexity { get; }

    /// <summary>[points]: the first coordinate of each place.</summary>
    public ReadOnlyMemory<float> X => _x;

    /// <summary>[points]: the second coordinate of each place.</summary>
    public ReadOnlyMemory<float> Y => _y;

    /// <summary>[points · points]: P.</summary>
    internal ReadOnlySpan<float> Affinities => _affinities;

    /// <summary>Moves the places.</summary>
    /// <param name="report">Receives the number of iterations done after each; may be null.</param>
    /// <param name="stop">Cancelled to stop early.</param>
    public void Run(Action<int>? report = null, CancellationToken stop = default)
    {
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            stop.ThrowIfCancellationRequested();
            bool isExaggerated = iteration < ExaggeratedIterations;
            Differentiate(isExaggerated ? Exaggeration : 1, _gradientX, _gradientY);
            float momentum = isExaggerated ? FirstMomentum : Momentum, rate = Math.Max(_count / Exaggeration / 4, 50);
            Move(_x, _gradientX, _changeX, _gainX, momentum, rate);
            Move(_y, _gradientY, _changeY, _gainY, momentum, rate);
            report?.Invoke(iteration + 1);
        }
    }

    /// <summary>KL(P ‖ Q) of the present places, in nats.</summary>
    /// <returns>The divergence.</returns>
    public double Divergence()
    {
        double total = SumOfKernels(), divergence = 0;
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < _count; j++)
            {
                double p = _affinities[(i * _count) + j];
                if (p > 0) divergence += p * Math.Log(p / (Kernel(i, j) / total));
            }
        }

        return divergence;
    }

    /// <summary>Sets the places.</summary>
    internal void Place(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        x.CopyTo(_x);
        y.CopyTo(_y);
    }

    /// <summary>
    /// The derivative of KL by the places: 4 Σⱼ (e p(i, j) − q(i, j)) (yᵢ − yⱼ) / (1 + ‖yᵢ − yⱼ‖²), where e is the exaggeration.
    /// </summary>
    internal void Differentiate(float exaggeration, float[] gradientX, float[] gradientY)
    {
        Rows.ForEach(_count, _threads, row => _sums[row] = SumOfKernels(row));
        double total = 0;
        foreach (double sum in _sums) total += sum;
        float inverse = (float)(1 / total);
        Rows.ForEach(_count, _threads, row =>
            (gradientX[row], gradientY[row]) = RowGradient(row, exaggeration, inverse));
    }

    private double SumOfKernels()
    {
        double total = 0;
        for (int row = 0; row < _count; row++) total += SumOfKernels(row);
        return total;
    }

    /// <summary>Σⱼ 1 / (1 + ‖yᵢ − yⱼ‖²) over the other points.</summary>
    private double SumOfKernels(int row)
    {
        var (ownX, ownY) = (new Vector<float>(_x[row]), new Vector<float>(_y[row]));
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(_x), ys = MemoryMarshal.Cast<float, Vector<float>>(_y);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < xs.Length; i++) sums += Kernel(ownX - xs[i], ownY - ys[i]);

        // Among the vectors is the kernel of the point with itself, 1; the loop below leaves it out.
        int rest = xs.Length * Vector<float>.Count;
        double sum = Vector.Sum(sums) - (row < rest ? 1 : 0);
        for (int j = rest; j < _count; j++) sum += Kernel(row, j);
        return sum;
    }

    private (float X, float Y) RowGradient(int row, float exaggeration, float inverse)
    {
        var (ownX, ownY) = (new Vector<float>(_x[row]), new Vector<float>(_y[row]));
        ReadOnlySpan<float> affinities = _affinities.AsSpan(row * _count, _count);
        ReadOnlySpan<Vector<float>> xs = MemoryMarshal.Cast<float, Vector<float>>(_x), ys = MemoryMarshal.Cast<float, Vector<float>>(_y);
        ReadOnlySpan<Vector<float>> ps = MemoryMarshal.Cast<float, Vector<float>>(affinities);
        Vector<float> sumX = Vector<float>.Zero, sumY = Vector<float>.Zero;
        for (int i = 0; i < xs.Length; i++)
        {
            Vector<float> x = ownX - xs[i], y = ownY - ys[i], kernel = Kernel(x, y);
            Vector<float> force = ((exaggeration * ps[i]) - (kernel * inverse)) * kernel;
            sumX += force * x;
            sumY += force * y;
        }

        (float gradientX, float gradientY) = (Vector.Sum(sumX), Vector.Sum(sumY));
        for (int j = xs.Length * Vector<float>.Count; j < _count; j++)
        {
            float kernel = Kernel(row, j), force = ((exaggeration * affinities[j]) - (kernel * inverse)) * kernel;
            gradientX += force * (_x[row] - _x[j]);
            gradientY += force * (_y[row] - _y[j]);
        }

        return (4 * gradientX, 4 * gradientY);
    }

    private static Vector<float> Kernel(Vector<float> x, Vector<float> y) => Vector<float>.One / (Vector<float>.One + (x * x) + (y * y));

    /// <summary>The kernel of a pair of points; 0 of a point with itself.</summary>
    private float Kernel(int i, int j)
    {
        (float x, float y) = (_x[i] - _x[j], _y[i] - _y[j]);
        return i == j ? 0 : 1 / (1 + (x * x) + (y * y));
    }

    private static void Move(float[] places, float[] gradient, float[] change, float[] gains, float momentum, float rate)
    {
        double mean = 0;
        for (int i = 0; i < places.Length; i++)
        {
            bool keepsDirection = gradient[i] > 0 != change[i] > 0;
            gains[i] = Math.Max(SmallestGain, keepsDirection ? gains[i] + GainStep : gains[i] * GainDecay);
            change[i] = (momentum * change[i]) - (rate * gains[i] * gradient[i]);
            places[i] += change[i];
            mean += places[i];
        }

        mean /= places.Length;
        for (int i = 0; i < places.Length; i++) places[i] -= (float)mean;
    }

    /// <summary>One component of all points, with a deviation of 1e-4; all 0 if the points do not differ in it.</summary>
    private static float[] Scaled(double[][] points, int component)
    {
        var scaled = new float[points.Length];
        if (component >= points[0].Length) return scaled;
        double squares = 0;
        foreach (double[] point in points) squares += point[component] * point[component];
        double deviation = Math.Sqrt(squares / points.Length);
        for (int i = 0; i < scaled.Length; i++) scaled[i] = deviation > 0 ? (float)(points[i][component] / deviation * FirstDeviation) : 0;
        return scaled;
    }
}
