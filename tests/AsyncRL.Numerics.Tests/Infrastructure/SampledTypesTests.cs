using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Numerics.Tests.Infrastructure;

public class SampledTypesTests
{
    [Fact]
    public void Every_layer_can_be_drawn() =>
        Assert.Empty(SampledTypes.Undrawable(typeof(Layer), typeof(ISampledLayer), typeof(Layer).Assembly.GetTypes()));

    [Fact]
    public void Every_term_can_be_drawn() =>
        Assert.Empty(SampledTypes.Undrawable(typeof(LossTerm), typeof(ISampledLossTerm), typeof(LossTerm).Assembly.GetTypes()));

    [Fact]
    public void A_layer_that_cannot_be_drawn_is_named_with_what_it_lacks() => Assert.Equal(
        ["Undrawable is a Layer that the tests cannot draw; let it implement ISampledLayer."],
        SampledTypes.Undrawable(typeof(Layer), typeof(ISampledLayer), [typeof(Undrawable), typeof(Dense), typeof(Layer), typeof(string)]));

    [Fact]
    public void The_layers_and_terms_that_exist_are_found()
    {
        Assert.Contains(typeof(Dense), (IEnumerable<Type>)[.. SampledTypes.Layers]);
        Assert.Contains(typeof(Conv2D), (IEnumerable<Type>)[.. SampledTypes.Layers]);
        Assert.Contains(typeof(Relu), (IEnumerable<Type>)[.. SampledTypes.Layers]);
        Assert.Contains(typeof(PolicyEntropy), (IEnumerable<Type>)[.. SampledTypes.Terms]);
    }

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void A_layer_draws_instances_of_itself_whose_shapes_vary(Type type)
    {
        var sizes = new HashSet<int>();
        for (ulong seed = 0; seed < 50; seed++)
        {
            Layer layer = SampledTypes.DrawLayer(type, new RandomGenerator(seed));
            Assert.Equal(type, layer.GetType());
            sizes.Add(layer.Input.Size);
        }

        Assert.True(sizes.Count > 5, $"{type.Name} draws {sizes.Count} different input sizes in 50; expected more than 5.");
    }

    [Theory]
    [MemberData(nameof(SampledTypes.Terms), MemberType = typeof(SampledTypes))]
    public void A_term_draws_instances_of_itself(Type type) =>
        Assert.Equal(type, SampledTypes.DrawTerm(type, new RandomGenerator(1)).GetType());

    private sealed class Undrawable() : Layer("undrawable", Shape.Vector(1), Shape.Vector(1))
    {
        protected override void ComputeForward<TVector, T>(in ForwardPass<T> pass) => pass.Input.CopyTo(pass.Output);

        protected override void ComputeBackward<TVector, T>(in BackwardPass<T> pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}
