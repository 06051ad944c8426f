using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Environments;
using AsyncRL.Numerics;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The numbers of DDPG's functions, which were computed independently in double.</summary>
public class DdpgCaseTests
{
    /// <summary>The tolerance of the cases for functions of floats.</summary>
    private const double SingleTolerance = 2e-5;

    public static TheoryData<string> Steps => MethodCases.NamesOf("ddpg_step");

    public static TheoryData<string> Noises => MethodCases.NamesOf("ou_noise");

    [Theory]
    [MemberData(nameof(Noises))]
    public void The_noise_of_ornstein_and_uhlenbeck_has_these_values(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var settings = new NoiseSettings(true, inputs.Number("sigma"), inputs.Number("theta"), inputs.Number("dt"));

        // The noise of an action reverts to 0. A process that reverts to μ is μ plus such a process.
        double mean = inputs.Number("mu"), noise = inputs.Number("start") - mean;
        var values = new List<double>();
        foreach (double normal in inputs.Numbers("normals"))
        {
            noise = settings.Next(noise, normal);
            values.Add(mean + noise);
        }

        MethodCases.AssertClose(expected.Numbers("values"), values);
        MethodCases.AssertClose(expected.Number("correlation"), settings.Next(1, 0));
        double correlation = settings.Next(1, 0), step = settings.Next(0, 1);
        MethodCases.AssertClose(expected.Number("stationaryStd"), step / Math.Sqrt(1 - (correlation * correlation)));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_step_has_these_targets_actions_and_gradients(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] rewards = inputs.Numbers("rewards"), terminated = inputs.Numbers("terminated");
        int rows = rewards.Length;
        double scale = inputs.Number("scale");
        for (int i = 0; i < rows; i++)
        {
            // The target, from a ring as the learner reads it.
            Transition transition = ReadBack((float)rewards[i], terminated[i] != 0, (float)inputs.Number("gamma"));
            double nextValue = transition.Next < 0 ? 0 : inputs.Numbers("nextQ")[i];
            double target = transition.Return + (transition.Factor * nextValue);
            Assert.Equal(expected.Numbers("targets")[i], target, SingleTolerance);

            // The critic: a head whose weights are 0 and whose bias is Q.
            Assert.Equal(expected.Numbers("dLdQ")[i], ValueGradient(inputs.Numbers("q")[i], target, 1.0 / rows), SingleTolerance);

            // The actor. The critic reads actions from -1 to 1, by which the derivative is the scale times that by the environment's.
            double[] raw = inputs.Rows("preTanh")[i], byAction = inputs.Rows("dQda")[i];
            var action = new double[raw.Length];
            VectorMath.Tanh<ScalarVector<double>, double>(raw, action);
            var scaled = new float[raw.Length];
            var map = new ActionScale(ActionSpecification.Continuous(raw.Length, -(float)scale, (float)scale), scalesToBounds: true);
            map.Map(Array.ConvertAll(action, number => (float)number), scaled);
            double[] actionGradient = Array.ConvertAll(byAction, derivative => -derivative * scale / rows);
            var gradient = new double[raw.Length];
            DeterministicActorCritic<double>.DifferentiateTanh(action, actionGradient, gradient);
            for (int j = 0; j < raw.Length; j++)
            {
                Assert.Equal(expected.Rows("actions")[i][j], scaled[j], SingleTolerance);
                MethodCases.AssertClose(expected.Rows("dLdPreTanh")[i][j], gradient[j]);
            }
        }

        var structure = new NetworkStructure(new NetworkDescription("bare", "tests", []), Shape.Vector(1), new HeadDescription("a", 1));
        var theta = new float[structure.Layout.BlockLength];
        Array.Fill(theta, (float)inputs.Number("targetWeight"));
        SharedParameters shared = Structures.Share(structure, theta);
        AverageParameters average = shared.Average("target");
        Array.Fill(theta, (float)inputs.Number("weight"));
        theta.CopyTo(shared.Theta);
        average.Move(1 - (float)inputs.Number("tau"));
        average.Snapshot(theta);
        Assert.Equal(expected.Number("newTargetWeight"), theta[0], SingleTolerance);
    }

    private static double ValueGradient(double value, double target, double scale)
    {
        var structure = new NetworkStructure(
            new NetworkDescription("bare", "tests", []), Shape.Vector(1), DeterministicActorCritic<double>.Heads(1, 1));
        var networks = new DeterministicActorCritic<double>(NetworkFactory.Double(structure));
        var batch = new Activations<double>(structure, 1);
        double[] parameters = new double[structure.Layout.BlockLength], gradient = new double[structure.Layout.BlockLength];
        ParameterSlice bias = structure.Layout.Slices[^1];
        Assert.Equal("value.bias", bias.Name);
        parameters[bias.Offset] = value;
        networks.Evaluate(parameters, batch, 1);
        networks.AddCriticGradient(parameters, batch, [target], scale, gradient);
        return gradient[bias.Offset];
    }

    private static Transition ReadBack(float reward, bool terminated, float discount)
    {
        var specification = ObservationSpecification.Vector(1);
        var ring = new ExperienceRing(specification, 20, 1);
        var observation = new Observation(specification);
        ring.Observe(observation, starts: true);
        ring.Add(0, reward, new StepOutcome(reward, terminated, false), observation);
        ring.Observe(observation, terminated);
        ring.Add(0, 0, default, observation);
        return ring.Read(0, discount);
    }
}
