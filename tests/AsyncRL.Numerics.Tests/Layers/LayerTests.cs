using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;

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
    public void The_kind_is_lower_case_words_joined_by_hyphens(Type type) =>
        Assert.Matches("^(?=.{1,16}$)[a-z]+(-[a-z]+)*$", SampledTypes.DrawLayer(type, new RandomGenerator(1)).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("Dense")]
    [InlineData("layer norm")]
    [InlineData("-norm")]
    [InlineData("norm-")]
    [InlineData("layer--norm")]
    [InlineData("conv2")]
    [InlineData("abcdefghijklmnopq")]
    public void A_kind_that_is_written_otherwise_gets_a_sentence(string kind) => Assert.Equal(
        $"The kind of a layer is \"{kind}\"; expected lower-case letters, words joined by hyphens, 16 characters at most.",
        Assert.Throws<ArgumentException>(() => new Named(kind)).Message);

    [Theory]
    [InlineData("a")]
    [InlineData("layer-norm")]
    [InlineData("abcdefghijklmnop")]
    public void A_kind_that_is_written_so_is_kept(string kind) => Assert.Equal(kind, new Named(kind).Kind);

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

    private sealed class Named(string kind) : Layer(kind, Shape.Vector(1), Shape.Vector(1))
    {
        protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass) => pass.Input.CopyTo(pass.Output);

        protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}
