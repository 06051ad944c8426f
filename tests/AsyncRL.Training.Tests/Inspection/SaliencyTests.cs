using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>The maps of what an agent looks at.</summary>
public class SaliencyTests
{
    private static readonly Shape Picture = new(12, 20, 2);

    private static ObservationSpecification Pixels => ObservationSpecification.Pixels(Picture.Height, Picture.Width, Picture.Channels);

    [Fact]
    public void A_frame_that_the_blur_does_not_change_has_no_saliency()
    {
        (Network<float> network, float[] theta) = Draw();
        var even = new float[Picture.Size];
        for (int i = 0; i < even.Length; i++) even[i] = i % Picture.Channels == 0 ? 0.3f : 0.7f;
        SaliencyMap map = new PerturbationSaliency(network, ActionSpecification.Discrete(3), Pixels)
            .Compute(theta, new NetworkInput(even, [], []));
        Assert.All(map.Policy, number => Assert.Equal(0, number));
        Assert.All(map.Value, number => Assert.Equal(0, number));
    }

    /// <summary>A perturbation reaches beyond its place: only places far from the border of the region leave it alone.</summary>
    [Fact]
    public void A_network_that_does_not_see_a_region_has_no_saliency_there()
    {
        const int Seen = 14;
        (Network<float> network, float[] theta) = Draw();
        Ignored.Blind(network.Structure, theta, Picture, column => column < Seen);
        var frame = new float[Picture.Size];
        for (int i = 0; i < frame.Length; i++) frame[i] = i / Picture.Channels % Picture.Width == 0 ? 1 : 0;
        var input = new NetworkInput(frame, [], []);
        SaliencyMap perturbation = new PerturbationSaliency(network, ActionSpecification.Discrete(3), Pixels).Compute(theta, input);
        Assert.All(perturbation.Policy, number => Assert.Equal(0, number));
        Assert.All(perturbation.Value, number => Assert.Equal(0, number));
        SaliencyMap jacobian = new JacobianSaliency(network, ActionSpecification.Discrete(3), Pixels).Compute(theta, input, [0]);
        for (int i = 0; i < jacobian.Value.Length; i++)
        {
            if (i % Picture.Width < Seen) Assert.Equal((0, 0), (jacobian.Value[i], jacobian.Policy[i]));
        }

        Assert.Contains(jacobian.Value, number => number > 0);
    }

    [Fact]
    public void The_map_is_the_formula()
    {
        (Network<float> network, float[] theta) = Draw();
        float[] frame = Numbers.Normal(new RandomGenerator(8), Picture.Size);
        var input = new NetworkInput(frame, [], []);
        SaliencyMap map = new PerturbationSaliency(network, ActionSpecification.Discrete(3), Pixels).Compute(theta, input);
        var blurred = new float[Picture.Size];
        new GaussianBlur(Pixels, 1).Apply(frame, blurred);
        var reader = new AgentReader(network, ActionSpecification.Discrete(3));
        const double Deviation = 5 * 20 / 84.0;
        (float[] before, float valueBefore) = Read(frame);
        foreach ((int row, int column) in ((int, int)[])[(0, 0), (5, 7), (11, 19)])
        {
            var perturbed = new float[Picture.Size];
            for (int i = 0; i < frame.Length; i++)
            {
                int y = i / Picture.Channels / Picture.Width, x = i / Picture.Channels % Picture.Width;
                double mask = Math.Exp(-(Math.Pow(y - row, 2) + Math.Pow(x - column, 2)) / (2 * Deviation * Deviation));
                perturbed[i] = (float)((frame[i] * (1 - mask)) + (blurred[i] * mask));
            }

            (float[] after, float valueAfter) = Read(perturbed);
            double policy = 0;
            for (int i = 0; i < 3; i++) policy += Math.Pow(before[i] - after[i], 2) / 2;
            int place = (row * Picture.Width) + column;
            Assert.Equal(policy, map.Policy[place], 1e-4 * Math.Max(policy, 0.1));
            Assert.Equal(Math.Pow(valueBefore - valueAfter, 2) / 2, map.Value[place], 1e-4);
        }

        Assert.Contains(map.Value, number => number > 1e-4f);

        (float[] Choices, float Value) Read(float[] observation)
        {
            reader.Set(0, new NetworkInput(observation, [], []));
            reader.Forward(theta);
            var choices = new float[3];
            reader.ReadChoices(0, choices);
            return (choices, reader.Value(0));
        }
    }

    /// <summary>The network is linear, so that its derivative by a number is the same for every observation.</summary>
    [Fact]
    public void Of_the_numbers_of_a_vector_the_map_is_the_product_of_the_derivative_and_the_number()
    {
        const int Size = 4, Hidden = 3;
        NetworkStructure structure = Structures.ActorCritic(Shape.Vector(Size), 2, new FullyConnected(Hidden));
        float[] theta = Structures.Draw(structure, new RandomGenerator(7));
        float[] seen = [0.5f, -2, 0, 1];
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        SaliencyMap map = new JacobianSaliency(network, ActionSpecification.Discrete(2), ObservationSpecification.Vector(Size))
            .Compute(theta, new NetworkInput(seen, [], []), [1]);
        ReadOnlySpan<float> below = structure.Layout.Slices[0].Of(theta.AsSpan());
        ReadOnlySpan<float> above = structure.Layout.SliceOf("value.weights").Of(theta.AsSpan());
        for (int i = 0; i < Size; i++)
        {
            float derivative = 0;
            for (int j = 0; j < Hidden; j++) derivative += below[(i * Hidden) + j] * above[j];
            Assert.Equal(Math.Abs(derivative * seen[i]), map.Value[i], 1e-5f);
        }

        Assert.Contains(map.Value, number => number > 0.01f);
    }

    [Fact]
    public void A_blur_keeps_the_sum_and_is_symmetric()
    {
        var shape = ObservationSpecification.Pixels(9, 9, 1);
        float[] dot = new float[81], blurred = new float[81];
        dot[40] = 1;
        new GaussianBlur(shape, 0.8).Apply(dot, blurred);
        float sum = 0;
        foreach (float number in blurred) sum += number;
        Assert.Equal(1, sum, 1e-5f);
        Assert.Equal(blurred[39], blurred[41]);
        Assert.Equal(blurred[31], blurred[39]);
        Assert.Equal(Math.Exp(-1 / (2 * 0.64)), blurred[41] / blurred[40], 1e-5);
    }

    /// <summary>
    /// The sanity check of Adebayo et al. (2018): a map that does not depend on θ says nothing about θ. Most of a frame of Catch is black,
    /// where a blur changes nothing whatever θ is, so that only derivatives can be compared there.
    /// </summary>
    [Fact]
    public void What_a_trained_agent_looks_at_differs_from_what_an_untrained_one_does()
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Threads = 1,
            AgentSteps = 30_000,
            Seed = 1,
            Assignments = new Dictionary<string, string> { ["rows"] = "10", ["columns"] = "10", ["evaluation-episodes"] = "0" },
        });
        TrainingResult result = Trainer.Train(configuration);
        float[] untrained = configuration.DrawParameters().ToArray();
        Network<float> network = NetworkFactory.Single(configuration.Network, configuration.VectorWidth);
        var reader = new AgentReader(network, configuration.Actions);
        var jacobian = new JacobianSaliency(network, configuration.Actions, configuration.Observation);
        using var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(2));
        double ofValue = 0, ofPolicy = 0;
        const int States = 6;
        actor.BeginEpisodeIfOver();
        for (int step = 0; step < States; step++)
        {
            NetworkInput input = reader.Observe(result.Theta, actor);
            SaliencyMap after = jacobian.Compute(result.Theta, input, [1]), before = jacobian.Compute(untrained, input, [1]);
            ofValue += RankCorrelation.Of(after.Value, before.Value) / States;
            ofPolicy += RankCorrelation.Of(after.Policy, before.Policy) / States;
            actor.Step(AgentAction.FromChoice(1));
        }

        Assert.InRange(ofValue, -1, 0.5);
        Assert.InRange(ofPolicy, -1, 0.5);
    }

    private static (Network<float> Network, float[] Theta) Draw()
    {
        NetworkStructure structure = Structures.ActorCritic(
            Picture, 3, new Convolution(4, 3, 1), new Rectifier(), new FullyConnected(16), new Rectifier());
        return (NetworkFactory.Single(structure, VectorChoice.Widest), Structures.Draw(structure, new RandomGenerator(7)));
    }
}

/// <summary>Spearman's rank correlation.</summary>
internal static class RankCorrelation
{
    internal static double Of(float[] one, float[] other) =>
        Correlation.Spearman(Array.ConvertAll(one, number => (double)number), Array.ConvertAll(other, number => (double)number));
}
