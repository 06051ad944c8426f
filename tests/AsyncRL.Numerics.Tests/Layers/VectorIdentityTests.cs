using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>
/// Sums that are added in one order at every width have the same bits at every width. Of the layers' results only the dense layer's input
/// gradient does not, because it consists of dot products along the vectors.
/// </summary>
public class VectorIdentityTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void A_dense_layers_outputs_and_parameter_gradients_have_the_same_bits_at_every_width(VectorWidth width) =>
        ForEachDraw(typeof(Dense), width, AssertSameOutputsAndParameterGradients);

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void A_convolution_has_the_same_bits_at_every_width(VectorWidth width) => ForEachDraw(typeof(Conv2D), width, (scalar, vector) =>
    {
        AssertSameOutputsAndParameterGradients(scalar, vector);
        Bits.AssertSame<float>(scalar.InputGradient.Span, vector.InputGradient.Span, $"{scalar.Name}, input gradient");
    });

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void A_rectifier_has_the_same_bits_at_every_width(VectorWidth width) => ForEachDraw(typeof(Relu), width, (scalar, vector) =>
    {
        AssertSameOutputsAndParameterGradients(scalar, vector);
        Bits.AssertSame<float>(scalar.InputGradient.Span, vector.InputGradient.Span, $"{scalar.Name}, input gradient");
    });

    /// <summary>Tests forward only, because the backward pass passes derivatives through dot products from step to step.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void An_lstm_layers_outputs_and_states_have_the_same_bits_at_every_width(VectorWidth width) =>
        ForEachDraw(typeof(Lstm), width, (scalar, vector) =>
        {
            Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, $"{scalar.Name}, output");
            Bits.AssertSame<float>(scalar.State.Span, vector.State.Span, $"{scalar.Name}, state");
        });

    private static void ForEachDraw(Type type, VectorWidth width, Action<LayerRun<float>, LayerRun<float>> assert) =>
        PropertyCheck.ForAll($"{type.Name}, {width}", 60, draw =>
        {
            Layer layer = SampledTypes.DrawLayer(type, new RandomGenerator(draw.Seed));
            LayerRun<float> scalar = new LayerRun<float>(layer, draw).Run<ScalarVector<float>>();
            assert(scalar, VectorChoice.Invoke(width, new RunLayer(new LayerRun<float>(layer, draw))));
        });

    private static void AssertSameOutputsAndParameterGradients(LayerRun<float> scalar, LayerRun<float> vector)
    {
        Bits.AssertSame<float>(scalar.Output.Span, vector.Output.Span, $"{scalar.Name}, output");
        Bits.AssertSame<float>(scalar.ParameterGradient.Span, vector.ParameterGradient.Span, $"{scalar.Name}, parameter gradient");
    }
}
