using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

public class InputDensityTests
{
    private static readonly NetworkStructure Structure = new(
        new NetworkDescription("test", "a test", [new FullyConnected(4), new Rectifier()]),
        Shape.Vector(4),
        new HeadDescription("value", 1));

    /// <summary>
    /// In the two rows of the segment 3 of 8 inputs are not 0, and 2 of 4 inputs are not 0 in some row. The third row is not part of it.
    /// </summary>
    [Fact]
    public void Inputs_that_are_not_0_are_counted_in_each_row_and_in_any()
    {
        var activations = new Activations<float>(Structure, 3);
        new float[] { 1, 0, 0, 0 }.CopyTo(activations.Input(0));
        new float[] { 1, -2, 0, -0f }.CopyTo(activations.Input(1));
        new float[] { 1, 1, 1, 1 }.CopyTo(activations.Input(2));
        Assert.Equal(new InputDensity(3.0 / 8, 2.0 / 4), activations.Density(0, 2));
    }

    /// <summary>The bias of one unit is positive and the other biases are not: the head reads one nonzero number of four.</summary>
    [Fact]
    public void What_a_rectifier_stops_is_0_for_the_layer_above()
    {
        var activations = new Activations<float>(Structure, 2);
        var theta = new float[Structure.Layout.BlockLength];
        new float[] { -1, 1, -1, 0 }.CopyTo(Structure.Layout.Slices[1].Of(theta.AsSpan()));
        NetworkFactory.Single(Structure, VectorWidth.Scalar).Forward(theta, activations, 0, 2);
        Assert.Equal(new InputDensity(0.25, 0.25), activations.Density(2, 2));
    }
}
