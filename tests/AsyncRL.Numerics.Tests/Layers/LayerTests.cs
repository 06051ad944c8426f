using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Randomness;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>Tests the properties that every layer, found by type, reports about itself.</summary>
public class LayerTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Parameters_start_at_multiples_of_16_in_order_without_overlap(Type type)
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            Layer layer = SampledTypes.DrawLayer(type, new RandomGenerator(seed));
            int end = 0;
            for (int i = 0; i < layer.Parameters.Length; i++)
            {
                Assert.Equal(0, layer.ParameterOffset(i) % 16);
                Assert.InRange(layer.ParameterOffset(i), end, end + 15);
                end = layer.ParameterOffset(i) + layer.Parameters[i].Length;
            }

            Assert.InRange(layer.ParameterBlockLength, end, end + 15);
            Assert.Equal(0, layer.ParameterBlockLength % 16);
        }
    }

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void The_kind_is_a_short_lower_case_word(Type type) =>
        Assert.Matches("^[a-z]{2,8}$", SampledTypes.DrawLayer(type, new RandomGenerator(1)).Kind);

    [Fact]
    public void Shapes_are_written_as_people_write_them()
    {
        Assert.Equal("84×84×4", new Shape(84, 84, 4).ToString());
        Assert.Equal("256", Shape.Vector(256).ToString());
        Assert.Equal("1×3×2", new Shape(1, 3, 2).ToString());
    }

    [Fact]
    public void A_parameter_has_the_length_of_its_dimensions() =>
        Assert.Equal(8 * 8 * 4 * 16, new ParameterShape("weights", ParameterRole.Weights, [8, 8, 4, 16], 256, 1024).Length);

    [Fact]
    public void A_parameter_too_large_to_count_is_refused() =>
        Assert.Throws<OverflowException>(() => new ParameterShape("weights", ParameterRole.Weights, [1 << 20, 1 << 20], 1, 1));
}
