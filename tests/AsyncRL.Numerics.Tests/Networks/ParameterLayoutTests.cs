using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

public class ParameterLayoutTests
{
    public static TheoryData<string> Networks => [.. Array.ConvertAll([.. NetworkCatalogue.All], network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Slices_start_at_multiples_of_16_in_order_without_overlap(string name)
    {
        ParameterLayout layout = Make(name).Layout;
        int end = 0, parameters = 0;
        foreach (ParameterSlice slice in layout.Slices)
        {
            Assert.Equal(0, slice.Offset % 16);
            Assert.InRange(slice.Offset, end, end + 15);
            end = slice.Offset + slice.Length;
            parameters += slice.Length;
        }

        Assert.InRange(layout.BlockLength, end, end + 15);
        Assert.Equal(0, layout.BlockLength % 16);
        Assert.Equal(parameters, layout.ParameterCount);
    }

    [Fact]
    public void A_slice_is_its_part_of_a_block()
    {
        ParameterSlice slice = SmallNetwork.Make().Layout.Slices[1];
        float[] block = new float[SmallNetwork.Make().Layout.BlockLength];
        slice.Of(block.AsSpan()).Fill(1);
        Assert.Equal(slice.Length, Array.FindAll(block, number => number == 1).Length);
        Assert.Equal(1, block[slice.Offset]);
        Assert.Equal(slice.Length, slice.Of((ReadOnlySpan<float>)block).Length);
    }

    [Fact]
    public void The_padding_stays_zero_through_initialization_and_backpropagation()
    {
        foreach (Initializer initializer in Initializer.All)
        {
            NetworkStructure structure = SmallNetwork.Make();
            var generator = new RandomGenerator(1);
            AlignedBlock<float> parameters = new(structure.Layout.BlockLength), gradient = new(structure.Layout.BlockLength);
            initializer.Initialize(structure.Layout, generator, parameters.Span);
            AssertPaddingIsZero(structure.Layout, parameters.Span);

            Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
            Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, 6, generator);
            network.Forward(parameters.Span, activations, 0, 6);
            network.Backward(parameters.Span, activations, 6, gradient.Span);
            AssertPaddingIsZero(structure.Layout, gradient.Span);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    public void Lengths_are_rounded_up_to_multiples_of_16(int length, int expected) =>
        Assert.Equal(expected, ParameterPadding.RoundUp(length));

    private static void AssertPaddingIsZero(ParameterLayout layout, ReadOnlySpan<float> block)
    {
        float[] padding = block.ToArray();
        foreach (ParameterSlice slice in layout.Slices)
        {
            Assert.True(slice.Of(block).ContainsAnyExcept(0) || slice.Shape.Role == ParameterRole.Bias, $"{slice.Name} is all zero.");
            slice.Of(padding.AsSpan()).Clear();
        }

        Assert.True(layout.BlockLength > layout.ParameterCount);
        Assert.False(padding.AsSpan().ContainsAnyExcept(0));
    }

    private static NetworkStructure Make(string name) => new(
        NetworkCatalogue.Find(name)!, new Shape(84, 84, 4), new HeadDescription("policy", 6), new HeadDescription("value", 1));
}
