using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;
using MathNet.Numerics.LinearAlgebra;

namespace AsyncRL.Numerics.Tests.Layers;

public class DenseTests
{
    private const int LargestLength = 257;

    /// <summary>
    /// Every length of outputs, then every length of inputs. Together they cover every remainder of a kernel's tiles.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void Every_length_to_257_agrees_with_the_scalar_vector(VectorWidth width)
    {
        for (int length = 1; length <= LargestLength; length++)
        {
            foreach (int other in new[] { 1, 3, 8, 17 })
            {
                AssertAgrees(new Dense(Shape.Vector(other), length), width);
                AssertAgrees(new Dense(Shape.Vector(length), other), width);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 7, 3)]
    [InlineData(20, 130, 61)]
    [InlineData(20, 64, 256)]
    public void The_passes_are_matrix_products(int rows, int inputs, int outputs)
    {
        LayerRun<double> run = new LayerRun<double>(new Dense(Shape.Vector(inputs), outputs), rows, 1);
        double[] before = run.ParameterGradient.Span.ToArray();
        run.Run<ScalarVector<double>>();
        Matrix<double> x = MakeMatrix(run.Input.Span, rows, inputs), dy = MakeMatrix(run.OutputGradient.Span, rows, outputs);
        Matrix<double> w = MakeMatrix(run.ParameterSlice(run.Parameters, 0), inputs, outputs);
        Matrix<double> b = MakeMatrix(run.ParameterSlice(run.Parameters, 1), 1, outputs);
        Matrix<double> ones = Matrix<double>.Build.Dense(rows, 1, 1);

        Matrix<double> dw = MakeMatrix(before.AsSpan(0, inputs * outputs), inputs, outputs);
        Matrix<double> db = MakeMatrix(before.AsSpan(run.Layer.ParameterOffset(1), outputs), 1, outputs);

        AssertClose((x * w) + (ones * b), run.Output.Span);
        AssertClose(dy * w.Transpose(), run.InputGradient.Span);
        AssertClose(dw + (x.Transpose() * dy), run.ParameterSlice(run.ParameterGradient, 0));
        AssertClose(db + (ones.Transpose() * dy), run.ParameterSlice(run.ParameterGradient, 1));
    }

    [Fact]
    public void An_image_is_taken_as_the_vector_in_which_it_is_stored()
    {
        var layer = new Dense(new Shape(2, 3, 4), 5);
        Assert.Equal(24 * 5, layer.Parameters[0].Length);
        Assert.Equal(Shape.Vector(5), layer.Output);
    }

    [Fact]
    public void A_row_of_the_passes_costs_a_multiply_add_per_weight() =>
        Assert.Equal(24 * 5, new Dense(new Shape(2, 3, 4), 5).MultiplyAddsPerRow);

    [Fact]
    public void Parameters_tell_their_fans()
    {
        var layer = new Dense(Shape.Vector(7), 5);
        Assert.Equal(("weights", 7, 5), (layer.Parameters[0].Name, layer.Parameters[0].FanIn, layer.Parameters[0].FanOut));
        Assert.Equal(("bias", 7, 5), (layer.Parameters[1].Name, layer.Parameters[1].FanIn, layer.Parameters[1].FanOut));
    }

    [Theory]
    [InlineData(0, 3, "dense: inputs is 0; expected at least 1.")]
    [InlineData(3, 0, "dense: outputs is 0; expected at least 1.")]
    [InlineData(3, -1, "dense: outputs is -1; expected at least 1.")]
    public void A_size_below_1_gets_a_sentence(int inputs, int outputs, string sentence) => Assert.StartsWith(
        sentence, Assert.ThrowsAny<ArgumentException>(() => new Dense(Shape.Vector(inputs), outputs)).Message, StringComparison.Ordinal);

    private static void AssertAgrees(Dense layer, VectorWidth width)
    {
        const int rows = 2;
        ulong seed = (ulong)layer.Parameters[0].Length;
        TextbookPass textbook = TextbookPass.Compute(new LayerRun<double>(layer, rows, seed));
        LayerRun<float> scalar = new LayerRun<float>(layer, rows, seed).Run<ScalarVector<float>>();
        LayerRun<float> vector = VectorChoice.Invoke(width, new RunLayer(new LayerRun<float>(layer, rows, seed)));
        Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, $"{scalar.Name}, output");
        Bits.AssertSame<float>(scalar.ParameterGradient.Span, vector.ParameterGradient.Span, $"{scalar.Name}, parameter gradient");
        TextbookAssert.Within<float>(
            textbook.InputGradient, vector.InputGradient.Span, TextbookAssert.SingleUnit, $"{scalar.Name}, input gradient");
    }

    private static Matrix<double> MakeMatrix(ReadOnlySpan<double> rowMajor, int rows, int columns) =>
        Matrix<double>.Build.DenseOfRowMajor(rows, columns, rowMajor.ToArray());

    private static void AssertClose(Matrix<double> expected, ReadOnlySpan<double> actual)
    {
        double[] numbers = expected.ToRowMajorArray();
        Assert.Equal(numbers.Length, actual.Length);

        // At most 257 terms of magnitude at most 1, in two orders of addition.
        for (int i = 0; i < numbers.Length; i++) Assert.InRange(actual[i], numbers[i] - 1e-11, numbers[i] + 1e-11);
    }
}
