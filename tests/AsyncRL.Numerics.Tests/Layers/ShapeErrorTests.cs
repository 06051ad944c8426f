using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>
/// Tests every layer, found by type: a span of a wrong length gets one sentence with the layer, the span and both lengths.
/// </summary>
public class ShapeErrorTests
{
    private const int Rows = 3;

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Forward_names_every_span_of_a_wrong_length(Type type) =>
        ForEachWrongLength(
            type, ["parameters", "input", "joined numbers", "output", "state", "record", "forward scratch"], Forward);

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void Backward_names_every_span_of_a_wrong_length(Type type) => ForEachWrongLength(
        type,
        [
            "parameters", "input", "output", "parameter gradient", "output gradient", "input gradient", "joined gradient", "state",
            "record", "scratch",
        ],
        Backward);

    [Theory]
    [MemberData(nameof(SampledTypes.Layers), MemberType = typeof(SampledTypes))]
    public void More_scratch_than_needed_and_no_gradient_are_no_errors(Type type)
    {
        Layer layer = SampledTypes.DrawLayer(type, new RandomGenerator(1));
        Dictionary<string, int> lengths = RightLengths(layer);
        lengths["scratch"] += 100;
        lengths["input gradient"] = 0;
        lengths["parameter gradient"] = 0;
        Backward(layer, lengths);
    }

    private static void ForEachWrongLength(Type type, string[] spans, Action<Layer, Dictionary<string, int>> pass)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Layer layer = SampledTypes.DrawLayer(type, new RandomGenerator(seed));
            pass(layer, RightLengths(layer));
            foreach (string span in spans)
            {
                int expected = RightLengths(layer)[span];
                foreach (int wrong in new[] { expected - 1, expected + 1, 2 * expected, 0 })
                {
                    if (!IsWrong(span, wrong, expected)) continue;
                    Dictionary<string, int> lengths = RightLengths(layer);
                    lengths[span] = wrong;
                    string atLeast = IsScratch(span) ? "at least " : "", name = span.Replace("forward ", "", StringComparison.Ordinal);
                    Assert.Equal(
                        $"{layer.Kind}: {name} has {wrong} numbers; expected {atLeast}{expected}.",
                        Assert.Throws<ArgumentException>(() => pass(layer, lengths)).Message);
                }
            }
        }
    }

    private static bool IsWrong(string span, int length, int expected) => length >= 0 && length != expected && span switch
    {
        _ when IsScratch(span) => length < expected,
        "input gradient" or "parameter gradient" => length > 0,
        _ => true,
    };

    private static bool IsScratch(string span) => span.EndsWith("scratch", StringComparison.Ordinal);

    private static Dictionary<string, int> RightLengths(Layer layer) => new()
    {
        ["parameters"] = layer.ParameterBlockLength,
        ["input"] = Rows * layer.Input.Size,
        ["joined numbers"] = Rows * layer.JoinedLength,
        ["joined gradient"] = Rows * layer.JoinedLength,
        ["output"] = Rows * layer.Output.Size,
        ["parameter gradient"] = layer.ParameterBlockLength,
        ["output gradient"] = Rows * layer.Output.Size,
        ["input gradient"] = Rows * layer.Input.Size,
        ["state"] = layer.StateLength == 0 ? 0 : (Rows + 1) * layer.StateLength,
        ["record"] = Rows * layer.RecordLength,
        ["forward scratch"] = layer.ForwardScratchLength,
        ["scratch"] = layer.ScratchLength(Rows, 1),
    };

    private static void Forward(Layer layer, Dictionary<string, int> lengths) =>
        layer.Forward<ScalarVector<float>, float>(new ForwardPass<float>
        {
            Rows = Rows,
            Parameters = new float[lengths["parameters"]],
            Input = new float[lengths["input"]],
            Joined = new float[lengths["joined numbers"]],
            Output = new float[lengths["output"]],
            State = new float[lengths["state"]],
            Record = new float[lengths["record"]],
            Scratch = new float[lengths["forward scratch"]],
        });

    private static void Backward(Layer layer, Dictionary<string, int> lengths) =>
        layer.Backward<ScalarVector<float>, float>(new BackwardPass<float>
        {
            Rows = Rows,
            Parameters = new float[lengths["parameters"]],
            Input = new float[lengths["input"]],
            Output = new float[lengths["output"]],
            OutputGradient = new float[lengths["output gradient"]],
            ParameterGradient = new float[lengths["parameter gradient"]],
            InputGradient = new float[lengths["input gradient"]],
            JoinedGradient = new float[lengths["joined gradient"]],
            State = new float[lengths["state"]],
            Record = new float[lengths["record"]],
            Scratch = new float[lengths["scratch"]],
        });
}
