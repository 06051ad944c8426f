using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

public class ReluTests
{
    private static readonly float[] Input = [-2, -0.0f, 0, 3, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-45f];

    [Fact]
    public void A_positive_number_passes_and_a_negative_one_becomes_0() => Assert.Equal([0, 0, 0, 3], Forward()[..4]);

    [Fact]
    public void What_is_no_number_is_seen() => Assert.True(float.IsNaN(Forward()[4]));

    [Fact]
    public void Infinities_and_the_smallest_number_are_numbers() => Assert.Equal([float.PositiveInfinity, 0, 1e-45f], Forward()[5..]);

    [Fact]
    public void The_gradient_passes_where_the_output_is_positive_and_not_at_0()
    {
        var gradient = new float[8];
        Make().Backward<ScalarVector<float>, float>(new BackwardPass<float>
        {
            Rows = 1,
            Input = Input,
            Output = Forward(),
            OutputGradient = [1, 2, 3, 4, 5, 6, 7, 8],
            InputGradient = gradient,
        });
        Assert.Equal([0, 0, 0, 4, 0, 6, 0, 8], gradient);
    }

    private static Relu Make() => new(Shape.Vector(Input.Length));

    private static float[] Forward()
    {
        var output = new float[Input.Length];
        Make().Forward<ScalarVector<float>, float>(new ForwardPass<float> { Rows = 1, Input = Input, Output = output });
        return output;
    }
}
