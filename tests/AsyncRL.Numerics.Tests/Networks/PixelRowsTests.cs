using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>Compares activations that keep pixels, and compute in blocks of rows, with activations that keep numbers.</summary>
public sealed class PixelRowsTests
{
    private const int Steps = 3;

    [Theory]
    [InlineData("mnih2013", 1)]
    [InlineData("mnih2013", 5)]
    [InlineData("mnih2013", 7)]
    [InlineData("mnih2013-lstm", 5)]
    [InlineData("mlp", 5)]
    public void Outputs_and_gradients_have_the_same_bits(string network, int sequences)
    {
        var structure = new NetworkStructure(
            NetworkCatalogue.Find(network)!, new Shape(36, 40, 4), new HeadDescription("policy", 5), new HeadDescription("value", 1));
        Network<float> passes = NetworkFactory.Single(structure, VectorChoice.Widest);
        var generator = new RandomGenerator(5);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, generator);
        var numbers = new Activations<float>(structure, Steps, sequences);
        var pixels = new Activations<float>(structure, Steps, sequences, ofPixels: true);
        var image = new byte[structure.Input.Size];
        for (int row = 0; row < numbers.Rows; row++)
        {
            foreach (ref byte pixel in image.AsSpan()) pixel = (byte)generator.NextInteger(256);
            BlockKernels.PixelsToUnitInterval(image, numbers.Input(row));
            pixels.WritePixels(row, image);
        }

        for (int step = 0; step < Steps; step++)
        {
            passes.Forward(parameters.Span, numbers, step, 1);
            passes.Forward(parameters.Span, pixels, step, 1);
        }

        for (int head = 0; head < structure.Heads.Length; head++)
        {
            Bits.AssertSame<float>(numbers.HeadRows(head, 0, numbers.Rows), pixels.HeadRows(head, 0, numbers.Rows), "outputs");
            Numbers.Draw(generator, numbers.HeadGradientRows(head, 0, numbers.Rows));
            numbers.HeadGradientRows(head, 0, numbers.Rows).CopyTo(pixels.HeadGradientRows(head, 0, numbers.Rows));
        }

        var expected = new AlignedBlock<float>(structure.Layout.BlockLength);
        var actual = new AlignedBlock<float>(structure.Layout.BlockLength);
        int steps = Steps - 1, length = steps * sequences * structure.Input.Size;
        float[] expectedInput = new float[length], actualInput = new float[length];
        passes.Backward(parameters.Span, numbers, steps, expected.Span, expectedInput);
        passes.Backward(parameters.Span, pixels, steps, actual.Span, actualInput);
        Bits.AssertSame<float>(expected.Span, actual.Span, "gradient");
        Bits.AssertSame<float>(expectedInput, actualInput, "gradient of the observations");
        for (int node = 0; node < structure.Nodes.Length; node++)
        {
            if (structure.Nodes[node].Layer is not Relu)
                Assert.Equal(numbers.Density(node, steps * sequences), pixels.Density(node, steps * sequences));
        }
    }

    [Fact]
    public void Observations_that_are_kept_as_pixels_cannot_be_written_as_numbers()
    {
        var structure = new NetworkStructure(NetworkCatalogue.Find("mnih2013")!, new Shape(36, 36, 1), new HeadDescription("value", 1));
        var pixels = new Activations<float>(structure, 9, ofPixels: true);
        string sentence = Assert.Throws<InvalidOperationException>(() => pixels.Input(0)).Message;
        Assert.Equal("The activations keep observations as pixels; expected WritePixels.", sentence);
        Assert.ThrowsAny<ArgumentException>(() => pixels.WritePixels(0, new byte[3]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(40)]
    public void The_size_of_activations_of_pixels_is_what_they_allocate(int rows)
    {
        var structure = new NetworkStructure(NetworkCatalogue.Find("mnih2013")!, new Shape(84, 84, 4), new HeadDescription("value", 1));
        var size = ActivationsSize.Of(structure, rows, ofPixels: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new Activations<float>(structure, rows, ofPixels: true));
        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange((double)size.Numbers * sizeof(float) / allocated, 0.97, 1);
    }
}
