using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>Compares every layer, found by type, with plain loops: first the double vector, then float with double.</summary>
public class LayerTextbookTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Every_layer_has_textbook_loops(Type type) => Assert.True(LayerTextbook.Find(type) is not null, LayerTextbook.Missing(type));

    [Fact]
    public void A_layer_without_textbook_loops_is_named() => Assert.Equal(
        "String has no textbook loops; derive a class from LayerTextbook<String> in Textbook.", LayerTextbook.Missing(typeof(string)));

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void The_double_vector_agrees_with_the_textbook_loops(Type type) => PropertyCheck.ForAll(type.Name, 60, draw =>
    {
        LayerRun<double> run = MakeRun<double>(type, draw);
        TextbookPass textbook = TextbookPass.Compute(run);
        run.Run<ScalarVector<double>>();
        TextbookAssert.Within(textbook.Output, (ReadOnlySpan<double>)run.Output.Span, TextbookAssert.DoubleUnit, $"{run.Name}, output");
        TextbookAssert.Within(
            textbook.InputGradient, (ReadOnlySpan<double>)run.InputGradient.Span, TextbookAssert.DoubleUnit, $"{run.Name}, input gradient");
        ReadOnlySpan<double> joinedGradient = run.JoinedGradient.Span;
        TextbookAssert.Within(textbook.JoinedGradient, joinedGradient, TextbookAssert.DoubleUnit, $"{run.Name}, joined gradient");
        for (int i = 0; i < run.Layer.Parameters.Length; i++)
        {
            ReadOnlySpan<double> gradient = run.ParameterSlice(run.ParameterGradient, i);
            string what = $"{run.Name}, gradient of {run.Layer.Parameters[i].Name}";
            TextbookAssert.Within(textbook.ParameterGradient[i], gradient, TextbookAssert.DoubleUnit, what);
        }
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void The_scalar_float_vector_stays_within_a_bound_of_double_that_grows_with_the_sums(Type type) =>
        PropertyCheck.ForAll(type.Name, 60, draw =>
        {
            LayerRun<double> precise = MakeRun<double>(type, draw);
            TextbookPass textbook = TextbookPass.Compute(precise);
            LayerRun<float> single = MakeRun<float>(type, draw).Run<ScalarVector<float>>();
            AssertAgree(textbook, single, precise.Run<ScalarVector<double>>(), TextbookAssert.DoubleUnit);
        });

    [Theory]
    [MemberData(nameof(SampledTypes.LayersAndWideVectors), MemberType = typeof(SampledTypes))]
    public void Each_vector_vector_agrees_with_the_scalar_vector(Type type, VectorWidth width) =>
        PropertyCheck.ForAll($"{type.Name}, {width}", 40, draw =>
        {
            TextbookPass textbook = TextbookPass.Compute(MakeRun<double>(type, draw));
            LayerRun<float> vector = VectorChoice.Invoke(width, new RunLayer(MakeRun<float>(type, draw)));
            AssertAgree(textbook, vector, MakeRun<float>(type, draw).Run<ScalarVector<float>>(), TextbookAssert.SingleUnit);
        });

    private static LayerRun<T> MakeRun<T>(Type type, Draw draw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(SampledTypes.DrawLayer(type, new RandomGenerator(draw.Seed)), draw);

    private static void AssertAgree<T>(TextbookPass textbook, LayerRun<float> left, LayerRun<T> right, double rightUnit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AssertAgree(textbook.Output, left.Output.Span, right.Output.Span, rightUnit, $"{left.Name}, output");
        AssertAgree(textbook.InputGradient, left.InputGradient.Span, right.InputGradient.Span, rightUnit, $"{left.Name}, input gradient");
        AssertAgree(
            textbook.JoinedGradient, left.JoinedGradient.Span, right.JoinedGradient.Span, rightUnit, $"{left.Name}, joined gradient");
        for (int i = 0; i < left.Layer.Parameters.Length; i++)
        {
            Span<float> leftGradient = left.ParameterSlice(left.ParameterGradient, i);
            Span<T> rightGradient = right.ParameterSlice(right.ParameterGradient, i);
            string what = $"{left.Name}, gradient of {left.Layer.Parameters[i].Name}";
            AssertAgree(textbook.ParameterGradient[i], leftGradient, rightGradient, rightUnit, what);
        }
    }

    private static void AssertAgree<T>(TextbookSum[] sums, ReadOnlySpan<float> left, ReadOnlySpan<T> right, double rightUnit, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TextbookAssert.Agree(sums, left, TextbookAssert.SingleUnit, right, rightUnit, what);
}
