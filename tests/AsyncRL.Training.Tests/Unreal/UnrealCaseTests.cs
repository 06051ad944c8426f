using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Unreal;

/// <summary>The parts of UNREAL against numbers that were computed independently.</summary>
public class UnrealCaseTests
{
    public static TheoryData<string> Changes => MethodCases.NamesOf("pixel_change");

    public static TheoryData<string> Controls => MethodCases.NamesOf("pixel_control");

    public static TheoryData<string> Convolutions => MethodCases.NamesOf("transposed_convolution");

    public static TheoryData<string> Predictions => MethodCases.NamesOf("reward_prediction");

    public static TheoryData<string> Samplings => MethodCases.NamesOf("reward_prediction_windows");

    public static TheoryData<string> FeatureChanges => MethodCases.NamesOf("feature_control");

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_change_of_pixels(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        int side = inputs.Whole("cell"), width = inputs["previous"]![0]!.AsArray().Count;
        double[] previous = Flat(inputs["previous"]!), current = Flat(inputs["current"]!);
        int channels = previous.Length / (width * inputs["previous"]!.AsArray().Count);
        double[][] rewards = expected.Rows("reward");
        for (int row = 0; row < rewards.Length; row++)
        {
            for (int column = 0; column < rewards[row].Length; column++)
            {
                int corner = ((row * side * width) + (column * side)) * channels;
                double sum = PixelCells.Difference<double, double>(
                    previous.AsSpan(corner), current.AsSpan(corner), side, width * channels, channels, channels);
                MethodCases.AssertClose(rewards[row][column], sum / (side * side * channels));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Controls))]
    public void Pixel_control(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[][] rewards = inputs.Rows("rewards"), values = inputs.Rows("values");
        int steps = rewards.Length, cells = rewards[0].Length, choices = inputs["advantages"]![0]![0]!.AsArray().Count;
        var loss = new ControlLoss<double>(cells, choices, inputs.Number("gamma"), inputs.Number("weight"));
        if (inputs["terminated"]!.GetValue<bool>()) loss.BeginAtTerminal();
        else loss.Begin(Row(new double[cells], inputs["bootstrapQ"]!));
        for (int i = steps - 1; i >= 0; i--)
        {
            var gradient = new double[cells * (1 + choices)];
            loss.AddStep(Row(values[i], inputs["advantages"]![i]!), inputs["actions"]![i]!.GetValue<int>(), rewards[i], gradient);
            MethodCases.AssertClose(expected.Rows("returns")[i], loss.Returns.ToArray());
            for (int cell = 0; cell < cells; cell++)
            {
                double[] own = gradient[(cell * (1 + choices))..((cell + 1) * (1 + choices))];
                MethodCases.AssertClose(expected.Rows("dLdV")[i][cell], own[0]);
                MethodCases.AssertClose(expected["dLdA"]![i]![cell]!.Numbers(), own[1..]);
            }
        }

        MethodCases.AssertClose(expected.Number("loss"), loss.Total);

        // The case states Q at the end. Without its mean it is V = mean Q and A = Q − V.
        double[] Row(double[] ofCells, JsonNode advantages)
        {
            var row = new List<double>();
            for (int cell = 0; cell < cells; cell++)
            {
                double[] numbers = advantages[cell]!.Numbers();
                bool isQ = advantages == inputs["bootstrapQ"];
                row.Add(isQ ? numbers.Average() : ofCells[cell]);
                row.AddRange(numbers);
            }

            return [.. row];
        }
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Transposed_convolution(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        JsonNode kernel = inputs["kernel"]!;
        double[][][] x = Images(inputs["inputs"]!), dy = Images(inputs["dOutput"]!);
        int filters = kernel[0]!.AsArray().Count, side = kernel[0]![0]!.AsArray().Count;
        var layer = new TransposedConv2D(new Shape(x[0].Length, x[0][0].Length, x.Length), filters, side, inputs.Whole("stride"));
        Assert.Equal(new Shape(dy[0].Length, dy[0][0].Length, filters), layer.Output);
        (double[] parameters, double[] gradient) = (new double[layer.ParameterBlockLength], new double[layer.ParameterBlockLength]);
        ForEachWeight((at, c, o, a, b) => parameters[at] = kernel[c]![o]![a]![b]!.GetValue<double>());
        inputs.Numbers("bias").CopyTo(parameters, layer.ParameterOffset(1));
        (double[] output, double[] inputGradient) = (new double[layer.Output.Size], new double[layer.Input.Size]);
        var scratch = new double[layer.ScratchLength(1, 1)];
        layer.Forward<ScalarVector<double>, double>(new ForwardPass<double>
        {
            Rows = 1,
            Parameters = parameters,
            Input = Interleave(x),
            Output = output,
            Scratch = scratch,
        });
        layer.Backward<ScalarVector<double>, double>(new BackwardPass<double>
        {
            Rows = 1,
            Parameters = parameters,
            Input = Interleave(x),
            Output = output,
            OutputGradient = Interleave(dy),
            ParameterGradient = gradient,
            InputGradient = inputGradient,
            Scratch = scratch,
        });
        MethodCases.AssertClose(Interleave(Images(expected["output"]!)), output);
        MethodCases.AssertClose(Interleave(Images(expected["dInput"]!)), inputGradient);
        ForEachWeight((at, c, o, a, b) => MethodCases.AssertClose(expected["dKernel"]![c]![o]![a]![b]!.GetValue<double>(), gradient[at]));
        MethodCases.AssertClose(expected.Numbers("dBias"), gradient[layer.ParameterOffset(1)..][..filters]);

        void ForEachWeight(Action<int, int, int, int, int> visit)
        {
            for (int at = 0; at < layer.Parameters[0].Length; at++)
            {
                (int rest, int c) = Math.DivRem(at, x.Length);
                (int tap, int o) = Math.DivRem(rest, filters);
                visit(at, c, o, tap / side, tap % side);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Predictions))]
    public void Reward_prediction(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var gradient = new double[3];
        Assert.Equal(expected.Whole("targetClass"), RewardPredictionLoss<double>.ClassOf(inputs.Number("reward")));
        double loss = new RewardPredictionLoss<double>(1).Learn(inputs.Numbers("logits"), inputs.Number("reward"), gradient);
        MethodCases.AssertClose(expected.Number("loss"), loss);
        MethodCases.AssertClose(expected.Numbers("dLdz"), gradient);
    }

    [Theory]
    [MemberData(nameof(Samplings))]
    public void Skewed_sampling(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[] rewards, double[] starts) = (inputs.Numbers("rewards"), inputs.Numbers("episodeStart"));
        var specification = ObservationSpecification.Vector(1);
        var ring = new ExperienceRing(specification, rewards.Length + 8, 1);
        var windows = new RewardWindows(ring);
        var observation = new Observation(specification);
        for (int i = 0; i < rewards.Length; i++)
        {
            ring.Observe(observation, starts[i] == 1);
            bool ends = i + 1 == rewards.Length || starts[i + 1] == 1;
            ring.Add(0, (float)rewards[i], new StepOutcome(0, ends, false), observation);
            windows.Refresh();
        }

        JsonNode probabilities = expected["probability"]!;
        const int Draws = 60_000;
        (int[] counts, var generator) = (new int[rewards.Length], new RandomGenerator(3));
        for (int i = 0; i < Draws; i++) counts[windows.Draw(generator)]++;
        Assert.Equal(expected["zero"]!.AsArray().Count + expected["nonZero"]!.AsArray().Count, windows.Count);
        for (int i = 0; i < rewards.Length; i++)
            Assert.Equal(probabilities[$"{i}"]?.GetValue<double>() ?? 0, (double)counts[i] / Draws, 0.01);
    }

    [Theory]
    [MemberData(nameof(FeatureChanges))]
    public void Feature_control(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double[] previous, double[] current) = (inputs.Numbers("previous"), inputs.Numbers("current"));
        var shape = Shape.Vector(previous.Length);
        MethodCases.AssertClose(
            expected.Numbers("normalisedChange"), new FeatureChange<double>(shape, isChange: true).Of(previous, current).ToArray());
        MethodCases.AssertClose(
            expected.Numbers("activation"), new FeatureChange<double>(shape, isChange: false).Of(previous, current).ToArray());
    }

    private static double[] Flat(JsonNode node) =>
        node is JsonArray array ? [.. array.SelectMany(element => Flat(element!))] : [node.GetValue<double>()];

    private static double[][][] Images(JsonNode node) =>
        [.. node.AsArray().Select(image => image!.AsArray().Select(row => row!.Numbers()).ToArray())];

    /// <summary>[channel][row][column] as [row, column, channel].</summary>
    private static double[] Interleave(double[][][] images)
    {
        var interleaved = new List<double>();
        for (int row = 0; row < images[0].Length; row++)
        {
            for (int column = 0; column < images[0][row].Length; column++) interleaved.AddRange(images.Select(image => image[row][column]));
        }

        return [.. interleaved];
    }
}
