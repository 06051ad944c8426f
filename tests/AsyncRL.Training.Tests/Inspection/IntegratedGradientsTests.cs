using System.Linq;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>Integrated gradients: their sum is the change of the output.</summary>
public class IntegratedGradientsTests
{
    private static readonly Shape Picture = new(12, 20, 2);

    public static TheoryData<string> Kinds => AgentOutputsTests.Kinds;

    private static ObservationSpecification Pixels => ObservationSpecification.Pixels(Picture.Height, Picture.Width, Picture.Channels);

    /// <summary>
    /// The error of the midpoint rule of a function whose derivative has the variation T is at most T/2 times a step, with or without
    /// kinks. T is that of the sampled derivatives, which misses what two kinks within a step cancel: a half of the bound is left for it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_sum_of_the_parts_is_the_change_of_the_output(string kind)
    {
        const int Steps = 64;
        (NetworkStructure structure, ActionSpecification actions) = AgentOutputsTests.Make(kind);
        int[] action = actions.Kind == ActionKind.MultiDiscrete ? [2, 1] : [1];
        foreach (bool ofValue in (bool[])[true, false])
        {
            Integrated path = Integrate(structure, actions, Steps, ofValue, action);
            double variation = 0;
            for (int i = 1; i < Steps; i++) variation += Math.Abs(path.Slopes[i] - path.Slopes[i - 1]);
            Assert.InRange(Math.Abs(path.Parts.Sum() - (path.To - path.From)), 0, (variation / Steps) + 1e-12);
            Assert.True(Math.Abs(path.To - path.From) > 1e-3);
        }
    }

    /// <summary>The logarithm of a probability is smooth over a linear network: the error falls with the square of the step.</summary>
    [Fact]
    public void Twice_the_steps_have_a_fourth_of_the_error()
    {
        var structure = new NetworkStructure(
            new NetworkDescription("linear", "tests", [new Convolution(3, 2, 1), new FullyConnected(7)]), new Shape(5, 6, 2),
            [new("policy", 3), new("value", 1)]);
        double[] errors =
        [
            .. ((int[])[16, 32, 64]).Select(steps =>
            {
                Integrated path = Integrate(structure, ActionSpecification.Discrete(3), steps, ofValue: false, [1]);
                return path.Parts.Sum() - (path.To - path.From);
            }),
        ];
        Assert.True(Math.Abs(errors[2]) > 1e-9, $"{errors[2]}");
        Assert.Equal(4, errors[0] / errors[1], 0.1);
        Assert.Equal(4, errors[1] / errors[2], 0.03);
    }

    [Fact]
    public void A_frame_that_the_blur_does_not_change_has_no_parts()
    {
        (Network<float> network, float[] theta) = Draw(new Rectifier());
        var even = new float[Picture.Size];
        Array.Fill(even, 0.4f);
        (Attribution choice, Attribution value) = Compute(network, theta, new NetworkInput(even, [], []));
        Assert.All(choice.Map.Concat(value.Map), part => Assert.Equal(0, part));
        Assert.Equal((choice.Before, value.Before), (choice.After, value.After));
    }

    /// <summary>The derivative of a linear network is the same everywhere.</summary>
    [Fact]
    public void The_part_of_a_pixel_of_a_linear_network_is_its_weight_times_its_change()
    {
        (Network<float> network, float[] theta) = Draw();
        float[] frame = Numbers.Normal(new RandomGenerator(8), Picture.Size), gradient = new float[Picture.Size];
        var input = new NetworkInput(frame, [], []);
        float[] blurred = new IntegratedGradients(network, ActionSpecification.Discrete(3), Pixels).Blur(frame);
        (_, Attribution value) = Compute(network, theta, input);
        var reader = new AgentReader(network, ActionSpecification.Discrete(3));
        reader.Set(0, input);
        reader.Forward(theta);
        reader.DifferentiateValue(theta, gradient);
        for (int pixel = 0; pixel < value.Map.Length; pixel++)
        {
            float expected = 0;
            for (int i = pixel * Picture.Channels; i < (pixel + 1) * Picture.Channels; i++)
                expected += gradient[i] * (frame[i] - blurred[i]);
            Assert.Equal(expected, value.Map[pixel], 1e-4f);
        }

        Assert.Contains(value.Map, part => part > 0.01f);
        Assert.Contains(value.Map, part => part < -0.01f);
        Assert.InRange(value.Error, 0, 1e-4);
    }

    [Fact]
    public void A_network_that_does_not_see_a_region_has_no_parts_there()
    {
        const int Seen = 14;
        (Network<float> network, float[] theta) = Draw(new Rectifier());
        Ignored.Blind(network.Structure, theta, Picture, column => column < Seen);
        (Attribution choice, Attribution value) = Compute(
            network, theta, new NetworkInput(Numbers.Normal(new RandomGenerator(8), Picture.Size), [], []));
        for (int i = 0; i < value.Map.Length; i++)
        {
            if (i % Picture.Width < Seen) Assert.Equal((0, 0), (choice.Map[i], value.Map[i]));
        }

        Assert.Contains(value.Map, part => part != 0);
        Assert.Contains(choice.Map, part => part != 0);
    }

    /// <summary>The outputs at the ends are those of the network with its memory, for the blurred frame and for the frame.</summary>
    [Fact]
    public void The_memory_stays_as_it_was()
    {
        NetworkStructure structure = Structures.ActorCritic(
            Picture, 3, new Convolution(4, 3, 1), new Rectifier(), new FullyConnected(16), new Rectifier(), new LongShortTermMemory(5));
        float[] theta = Structures.Draw(structure, new RandomGenerator(7));
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        float[] frame = Numbers.Normal(new RandomGenerator(8), Picture.Size), memory = Numbers.Normal(new RandomGenerator(9), 10);
        var input = new NetworkInput(frame, [], memory);
        (_, Attribution value) = Compute(network, theta, input);
        float[] blurred = new IntegratedGradients(network, ActionSpecification.Discrete(3), Pixels).Blur(frame);
        Assert.Equal(ValueOf(input), value.After, 1e-5f);
        Assert.Equal(ValueOf(input with { Observation = blurred }), value.Before, 1e-5f);
        Assert.True(Math.Abs(value.After - ValueOf(input with { Memory = new float[10] })) > 1e-3f);

        float ValueOf(NetworkInput seen)
        {
            var reader = new AgentReader(network, ActionSpecification.Discrete(3));
            reader.Set(0, seen);
            reader.Forward(theta);
            return reader.Value(0);
        }
    }

    private static (Attribution Choice, Attribution Value) Compute(Network<float> network, float[] theta, NetworkInput input) =>
        new IntegratedGradients(network, ActionSpecification.Discrete(3), Pixels).Compute(theta, input, [0]);

    /// <summary>Integrates in double between two random observations, with random memory.</summary>
    private static Integrated Integrate(NetworkStructure structure, ActionSpecification actions, int steps, bool ofValue, int[] action)
    {
        var generator = new RandomGenerator(5);
        double[] theta = Array.ConvertAll(Structures.Draw(structure, generator), number => (double)number);
        double[] from = Draw(structure.Input.Size), to = Draw(structure.Input.Size), memory = Draw(8);
        var integral = new PathIntegral<double>(NetworkFactory.Double(structure), actions, steps);
        integral.Forward(theta, Remember, from, to);
        (double before, double after) = ofValue
            ? integral.DifferentiateValue(theta, out ReadOnlySpan<double> slopes) : integral.DifferentiateChoice(theta, action, out slopes);
        var along = new double[steps];
        for (int i = 0; i < slopes.Length; i++) along[i / from.Length] += slopes[i] * (to[i % from.Length] - from[i % from.Length]);
        return new Integrated(integral.PartsOf(slopes, from, to), along, before, after);

        double[] Draw(int count)
        {
            var numbers = new double[count];
            foreach (ref double number in numbers.AsSpan()) number = generator.NextNormal();
            return numbers;
        }

        void Remember(Activations<double> activations, int row)
        {
            for (int node = 0; node < structure.Nodes.Length; node++)
            {
                Span<double> states = activations.InitialState(node);
                int length = states.Length / activations.Sequences;
                memory.AsSpan(0, length).CopyTo(states.Slice(row * length, length));
            }
        }
    }

    private static (Network<float> Network, float[] Theta) Draw(params LayerDescription[] after)
    {
        NetworkStructure structure = Structures.ActorCritic(
            Picture, 3, [new Convolution(4, 3, 1), .. after, new FullyConnected(16), .. after]);
        return (NetworkFactory.Single(structure, VectorChoice.Widest), Structures.Draw(structure, new RandomGenerator(7)));
    }

    private sealed record Integrated(double[] Parts, double[] Slopes, double From, double To);
}
