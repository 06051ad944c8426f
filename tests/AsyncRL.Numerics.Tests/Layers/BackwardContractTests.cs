using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>Tests how every layer's backward pass treats the blocks that it receives.</summary>
public class BackwardContractTests
{
    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Backward_adds_to_parameter_gradients(Type type) => PropertyCheck.ForAll(type.Name, 40, draw =>
    {
        LayerRun<double> run = MakeRun(type, draw);
        double[] before = run.ParameterGradient.Span.ToArray();
        TextbookPass textbook = TextbookPass.Compute(run);
        run.Run<ScalarVector<double>>();
        double[] once = run.ParameterGradient.Span.ToArray();
        run.Backward<ScalarVector<double>>();
        for (int i = 0; i < run.Layer.Parameters.Length; i++)
        {
            int offset = run.Layer.ParameterOffset(i);
            Span<double> twice = run.ParameterSlice(run.ParameterGradient, i);
            for (int j = 0; j < twice.Length; j++)
            {
                double added = once[offset + j] - before[offset + j];
                double bound = 4 * textbook.ParameterGradient[i][j].ErrorBound(TextbookAssert.DoubleUnit);
                Assert.InRange(twice[j], once[offset + j] + added - bound, once[offset + j] + added + bound);
            }
        }
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Backward_overwrites_input_gradients(Type type) => PropertyCheck.ForAll(type.Name, 40, draw =>
    {
        LayerRun<double> run = MakeRun(type, draw).Run<ScalarVector<double>>();
        double[] first = run.InputGradient.Span.ToArray();
        run.InputGradient.Span.Fill(1e9);
        run.Backward<ScalarVector<double>>();
        Bits.AssertSame<double>(first, run.InputGradient.Span, $"{run.Name}, input gradient");
    });

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Parameter_gradients_are_the_same_without_the_input_gradient(Type type) =>
        PropertyCheck.ForAll(type.Name, 40, draw =>
        {
            LayerRun<double> wanted = MakeRun(type, draw).Run<ScalarVector<double>>();
            LayerRun<double> unwanted = MakeRun(type, draw);
            unwanted.Forward<ScalarVector<double>>();
            unwanted.Backward<ScalarVector<double>>(withInputGradient: false);
            Bits.AssertSame<double>(wanted.ParameterGradient.Span, unwanted.ParameterGradient.Span, $"{wanted.Name}, parameter gradient");
        });

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Input_gradients_are_the_same_without_the_parameter_gradient(Type type) =>
        PropertyCheck.ForAll(type.Name, 40, draw =>
        {
            LayerRun<double> learned = MakeRun(type, draw).Run<ScalarVector<double>>();
            LayerRun<double> still = MakeRun(type, draw);
            double[] before = still.ParameterGradient.Span.ToArray();
            still.Forward<ScalarVector<double>>();
            still.Backward<ScalarVector<double>>(withParameterGradient: false);
            Bits.AssertSame<double>(learned.InputGradient.Span, still.InputGradient.Span, $"{learned.Name}, input gradient");
            Bits.AssertSame<double>(learned.JoinedGradient.Span, still.JoinedGradient.Span, $"{learned.Name}, joined gradient");
            Bits.AssertSame<double>(before, still.ParameterGradient.Span, $"{learned.Name}, parameter gradient");
        });

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void What_the_scratch_held_changes_nothing(Type type) => PropertyCheck.ForAll(type.Name, 40, draw =>
    {
        LayerRun<double> poisoned = MakeRun(type, draw).Run<ScalarVector<double>>();
        LayerRun<double> zero = MakeRun(type, draw);
        zero.Scratch.Span.Clear();
        zero.Run<ScalarVector<double>>();
        Bits.AssertSame<double>(zero.InputGradient.Span, poisoned.InputGradient.Span, $"{zero.Name}, input gradient");
        Bits.AssertSame<double>(zero.ParameterGradient.Span, poisoned.ParameterGradient.Span, $"{zero.Name}, parameter gradient");
    });

    private static LayerRun<double> MakeRun(Type type, Draw draw) =>
        new(SampledTypes.DrawLayer(type, new RandomGenerator(draw.Seed)), draw.Rows, draw.Seed);
}
