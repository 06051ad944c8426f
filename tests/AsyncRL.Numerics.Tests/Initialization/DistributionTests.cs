using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Numerics.Tests.Initialization;

/// <summary>Tests the distribution that each initializer draws from.</summary>
public class DistributionTests
{
    private static readonly ParameterShape Weights = new("weights", ParameterRole.Weights, [8, 8, 4, 64], 256, 4096);

    private static readonly ParameterShape Bias = new("bias", ParameterRole.Bias, [1000], 256, 4096);

    [Fact]
    public void The_replicas_choice_is_uniform_within_one_over_the_root_of_the_fan_in_for_weights_and_biases()
    {
        AssertUniform(1.0 / 16, Draw(new FanInUniform(), Weights));
        AssertUniform(1.0 / 16, Draw(new FanInUniform(), Bias));
    }

    [Fact]
    public void Glorots_choice_is_uniform_within_the_root_of_six_over_both_fans() =>
        AssertUniform(Math.Sqrt(6.0 / (256 + 4096)), Draw(new GlorotUniform(), Weights));

    [Fact]
    public void Hes_choice_is_normal_with_variance_two_over_the_fan_in()
    {
        double[] weights = Draw(new HeNormal(), Weights);
        double deviation = Math.Sqrt(2.0 / 256);
        Assert.Equal(1, weights.StandardDeviation() / deviation, 0.03);
        Assert.Equal(3, Moment(weights, 4) / Math.Pow(deviation, 4), 0.3);
        Assert.Equal(0.6827, Share(weights, deviation), 0.02);
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(12, 40)]
    [InlineData(20, 20)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    public void The_orthogonal_choice_has_orthonormal_columns_or_rows_times_the_root_of_two(int inputs, int outputs)
    {
        var shape = new ParameterShape("weights", ParameterRole.Weights, [inputs, outputs], inputs, outputs);
        Matrix<double> weights = Matrix<double>.Build.DenseOfRowMajor(inputs, outputs, Draw(new Orthogonal(), shape));
        Matrix<double> product = inputs >= outputs ? weights.Transpose() * weights : weights * weights.Transpose();
        Matrix<double> difference = product - (2 * Matrix<double>.Build.DenseIdentity(Math.Min(inputs, outputs)));
        Assert.InRange(difference.Enumerate().MaximumAbsolute(), 0, 1e-6);
    }

    [Fact]
    public void The_orthogonal_choice_treats_a_convolution_as_a_matrix_of_patches()
    {
        var shape = new ParameterShape("weights", ParameterRole.Weights, [3, 3, 4, 16], 36, 144);
        Matrix<double> weights = Matrix<double>.Build.DenseOfRowMajor(36, 16, Draw(new Orthogonal(), shape));
        Matrix<double> difference = (weights.Transpose() * weights) - (2 * Matrix<double>.Build.DenseIdentity(16));
        Assert.InRange(difference.Enumerate().MaximumAbsolute(), 0, 1e-6);
    }

    /// <summary>Without the signs of R the first column of Q would never point in the direction of the first axis.</summary>
    [Fact]
    public void The_orthogonal_choice_prefers_no_direction()
    {
        var shape = new ParameterShape("weights", ParameterRole.Weights, [6, 3], 6, 3);
        int positive = 0;
        for (ulong seed = 0; seed < 1000; seed++) positive += Draw(new Orthogonal(), shape, seed)[0] > 0 ? 1 : 0;
        Assert.InRange(positive, 420, 580);
    }

    [Theory]
    [InlineData("glorot")]
    [InlineData("he")]
    [InlineData("orthogonal")]
    public void Biases_start_at_0(string name)
    {
        Initializer initializer = Array.Find([.. Initializer.All], candidate => candidate.Name == name)!;
        Assert.Equal(0, Draw(initializer, Bias).MaximumAbsolute());
    }

    private static void AssertUniform(double bound, double[] numbers)
    {
        double largest = numbers.MaximumAbsolute();
        Assert.InRange(largest, 0.99 * bound, (float)bound);
        Assert.Equal(1 / Math.Sqrt(3), numbers.StandardDeviation() / bound, 0.03);
        Assert.Equal(0.5, Share(numbers, bound / 2), 0.05);
    }

    /// <summary>The share of the numbers within a distance of 0.</summary>
    private static double Share(double[] numbers, double distance) =>
        Array.FindAll(numbers, number => Math.Abs(number) <= distance).Length / (double)numbers.Length;

    private static double Moment(double[] numbers, int power)
    {
        double sum = 0;
        foreach (double number in numbers) sum += Math.Pow(number, power);
        return sum / numbers.Length;
    }

    private static double[] Draw(Initializer initializer, ParameterShape shape, ulong seed = 1)
    {
        var numbers = new float[shape.Length];
        Array.Fill(numbers, float.NaN);
        initializer.Fill(shape, new RandomGenerator(seed), numbers);
        return Array.ConvertAll(numbers, number => (double)number);
    }
}
