using AsyncRL.Algorithms.Inspection;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>What an agent computes without a frame of its stack.</summary>
public class FrameOcclusionTests
{
    private const int Height = 4, Width = 5, Frames = 3;

    [Fact]
    public void A_stack_of_equal_frames_changes_nothing()
    {
        (Network<float> network, float[] theta) = Draw(1, new Rectifier());
        float[] stack = StackOf(1, (_, pixel) => pixel % 7);
        FrameChange[] changes = Occlusion(network, 1).Compute(theta, new NetworkInput(stack, [], []));
        Assert.Equal(Frames, changes.Length);
        Assert.All(changes, change => Assert.Equal(new FrameChange(ValueOf(network, theta, stack), 0), change));
    }

    /// <summary>The network is not linear in the frames, so that each replaced stack is computed by itself.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_outputs_are_those_of_the_stack_with_the_newest_frame_in_the_place_of_an_older_one(int channels)
    {
        (Network<float> network, float[] theta) = Draw(channels, new Rectifier());
        float[] numbers = Numbers.Normal(new RandomGenerator(3), Height * Width * Frames * channels);
        float[] stack = StackOf(channels, (frame, number) => numbers[(frame * Height * Width * channels) + number]);
        FrameChange[] changes = Occlusion(network, channels).Compute(theta, new NetworkInput(stack, [], []));
        Assert.Equal(Frames, changes.Length);
        float[] before = PolicyOf(network, theta, stack);
        var values = new HashSet<float> { ValueOf(network, theta, stack) };
        for (int i = 0; i < Frames; i++)
        {
            bool isAll = i == Frames - 1;
            int own = i;
            float[] replaced = StackOf(channels, (frame, number) =>
                numbers[((isAll || frame == own ? Frames - 1 : frame) * Height * Width * channels) + number]);
            Assert.Equal(ValueOf(network, theta, replaced), changes[i].Value, 1e-5f);
            Assert.True(values.Add(changes[i].Value));
            float[] after = PolicyOf(network, theta, replaced);
            float gained = 0;
            for (int j = 0; j < before.Length; j++) gained += Math.Max(0, after[j] - before[j]);
            Assert.Equal(gained, changes[i].ChoiceChange, 1e-5f);
            Assert.True(gained > 1e-3f);
        }
    }

    /// <summary>The value is the largest Q, as along a game, and not that of the stream.</summary>
    [Fact]
    public void The_value_of_a_dueling_network_is_its_largest_action_value()
    {
        var structure = new NetworkStructure(
            new NetworkDescription("test", "tests", [new FullyConnected(16), new Rectifier()]), new Shape(Height, Width, Frames),
            ActionValues<float>.Heads(3, dueling: true));
        float[] theta = Structures.Draw(structure, new RandomGenerator(7));
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        float[] stack = StackOf(1, (_, pixel) => pixel % 7);
        var reader = new AgentReader(network, ActionSpecification.Discrete(3));
        reader.Set(0, new NetworkInput(stack, [], []));
        reader.Forward(theta);
        var advantages = new float[3];
        reader.ReadChoices(0, advantages);
        float mean = (advantages[0] + advantages[1] + advantages[2]) / 3;
        float largest = reader.Value(0) - mean + Math.Max(advantages[0], Math.Max(advantages[1], advantages[2]));
        Assert.True(largest - reader.Value(0) > 1e-3f);
        Assert.Equal(largest, reader.StateValue(0), 1e-5f);
        Assert.Equal(largest, Occlusion(network, 1).Compute(theta, new NetworkInput(stack, [], []))[0].Value, 1e-5f);
    }

    [Fact]
    public void An_observation_of_one_frame_is_refused()
    {
        (Network<float> network, _) = Draw(1, new Rectifier());
        ObservationSpecification single = ObservationSpecification.Pixels(Height, Width, Frames);
        ArgumentException problem = Assert.Throws<ArgumentException>(
            () => new FrameOcclusion(network, ActionSpecification.Discrete(3), single));
        Assert.Contains("stack of frames", problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, FrameOcclusion.FramesOf(single));
        Assert.Equal(Frames, FrameOcclusion.FramesOf(Pixels(2)));
        Assert.Equal(1, FrameOcclusion.FramesOf(ObservationSpecification.Vector(9)));
    }

    private static FrameOcclusion Occlusion(Network<float> network, int channels) =>
        new(network, ActionSpecification.Discrete(3), Pixels(channels));

    private static ObservationSpecification Pixels(int channels) =>
        ObservationSpecification.Pixels(Height, Width, Frames * channels) with { FrameChannels = channels };

    /// <summary>Lays frames beside each other in each pixel, the oldest first.</summary>
    private static float[] StackOf(int channels, Func<int, int, float> number)
    {
        var stack = new float[Height * Width * Frames * channels];
        for (int i = 0; i < stack.Length; i++)
        {
            int pixel = i / (Frames * channels), within = i % (Frames * channels);
            stack[i] = number(within / channels, (pixel * channels) + (within % channels));
        }

        return stack;
    }

    private static float ValueOf(Network<float> network, float[] theta, float[] stack) => Run(network, theta, stack).Value(0);

    private static float[] PolicyOf(Network<float> network, float[] theta, float[] stack)
    {
        var logits = new float[3];
        Run(network, theta, stack).ReadChoices(0, logits);
        float sum = 0;
        for (int j = 0; j < 3; j++) sum += logits[j] = MathF.Exp(logits[j]);
        return Array.ConvertAll(logits, number => number / sum);
    }

    private static AgentReader Run(Network<float> network, float[] theta, float[] stack)
    {
        var reader = new AgentReader(network, ActionSpecification.Discrete(3));
        reader.Set(0, new NetworkInput(stack, [], []));
        reader.Forward(theta);
        return reader;
    }

    private static (Network<float> Network, float[] Theta) Draw(int channels, LayerDescription after)
    {
        NetworkStructure structure = Structures.ActorCritic(
            new Shape(Height, Width, Frames * channels), 3, new Convolution(4, 2, 1), after, new FullyConnected(16), after);
        return (NetworkFactory.Single(structure, VectorChoice.Widest), Structures.Draw(structure, new RandomGenerator(7)));
    }
}
