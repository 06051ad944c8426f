using AsyncRL.Environments;
using AsyncRL.Interchange.Onnx;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Interchange.Tests.Onnx;

/// <summary>ONNX Runtime computes from an exported network what the agent computes.</summary>
public sealed class OnnxTests
{
    private const float Tolerance = 1e-5f;

    public static TheoryData<string> Networks
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (NetworkDescription network in NetworkCatalogue.All) names.Add(network.Name);
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_network_gives_the_agent_s_probabilities_and_values(string network)
    {
        using ShortRun run = ShortRun.Of(NetworkCatalogue.Find(network)!);
        using Agent agent = run.Load();
        using var exported = new OnnxAgent(run.Read());
        var heads = new HeadOutputs(run.Read());
        foreach (Observation observation in run.Observations(1000))
        {
            exported.Step(observation);
            Act(agent, observation);
            Equal(agent.Probabilities, exported["probabilities"]);
            Equal([agent.Value], exported["value"]);
            heads.AssertSame(observation, exported);
        }
    }

    [Fact]
    public void Several_choices_at_once_have_a_distribution_each()
    {
        using var run = new ShortRun(new SeveralChoicesTask(), "a3c", "mlp");
        using Agent agent = run.Load();
        using var exported = new OnnxAgent(run.Read());
        var heads = new HeadOutputs(run.Read());
        foreach (Observation observation in run.Observations(1000))
        {
            exported.Step(observation);
            Act(agent, observation);
            Assert.Equal(3 + 2, exported["probabilities"].Length);
            Equal(agent.Probabilities, exported["probabilities"]);
            heads.AssertSame(observation, exported);
        }
    }

    [Theory]
    [InlineData("a3c-continuous", "")]
    [InlineData("a3c-continuous", "normalize-observations=true")]
    [InlineData("a3c-continuous", "action-scaling=none")]
    [InlineData("ppo", "")]
    [InlineData("ddpg", "")]
    public void A_policy_of_vectors_gives_the_agent_s_action_and_value(string algorithm, string option)
    {
        using var run = new ShortRun("pendulum", algorithm, null, 400, option.Length == 0 ? [] : [option]);
        using Agent agent = run.Load();
        using var exported = new OnnxAgent(run.Read());

        // The outputs of DDPG are only these two, and the heads do not know the moments of a normalized observation.
        HeadOutputs? heads = algorithm == "ddpg" || option.StartsWith("normalize", StringComparison.Ordinal) ? null : new(run.Read());
        foreach (Observation observation in run.Observations(1000))
        {
            exported.Step(observation);
            AgentAction action = agent.Act(observation.Values, greedy: true);
            Equal(action.Values, exported["action"]);
            Equal([agent.Value], exported["value"]);
            heads?.AssertSame(observation, exported);
        }
    }

    [Theory]
    [InlineData("one-step-q", "dueling=false")]
    [InlineData("n-step-q", "dueling=true")]
    [InlineData("dqn", "dueling=true")]
    [InlineData("nfq", "")]
    [InlineData("lin", "")]
    [InlineData("acer", "")]
    [InlineData("a3c", "psi=q")]
    [InlineData("ape-x", "replay-start=100 replay-size=1000")]
    [InlineData("r2d2", "replay-start=100 replay-size=500 sequence-length=6 sequence-period=3 burn-in=4 environments=2", "mlp-lstm")]
    public void Action_values_and_their_best_are_the_agent_s(string algorithm, string options, string? network = null)
    {
        using var run = new ShortRun("cartpole", algorithm, network, 600, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using Agent agent = run.Load();
        using var exported = new OnnxAgent(run.Read());
        var heads = new HeadOutputs(run.Read());
        foreach (Observation observation in run.Observations(1000))
        {
            exported.Step(observation);
            Act(agent, observation);
            float[] values = exported["action-values"];
            if (exported.OutputNames.Contains("probabilities"))
            {
                Equal(agent.Probabilities, exported["probabilities"]);
                Equal([agent.Value], exported["value"]);
            }
            else
            {
                Assert.Equal(agent.Value, Math.Max(values[0], values[1]), Tolerance);
                Assert.Equal(agent.Probabilities[0] == 1 ? 0 : 1, values[0] >= values[1] ? 0 : 1);
            }

            heads.AssertSame(observation, exported);
        }
    }

    [Fact]
    public void Normalized_observations_are_normalized_in_the_graph()
    {
        using var run = new ShortRun("cartpole", "a3c", null, 2000, "normalize-observations=true");
        using Agent agent = run.Load();
        using var exported = new OnnxAgent(run.Read());
        foreach (Observation observation in run.Observations(200))
        {
            exported.Step(observation);
            Act(agent, observation);
            Equal(agent.Probabilities, exported["probabilities"]);
        }
    }

    [Fact]
    public void The_auxiliary_tasks_of_unreal_are_left_out()
    {
        using var run = new ShortRun("labyrinth", "unreal", null, 60, "replay-size=200", "replay-start=100");
        using var exported = new OnnxAgent(run.Read());
        Assert.Equal(["logits", "lstm1.next-c", "lstm1.next-h", "probabilities", "value"], exported.OutputNames);
        Assert.Contains("last-step", exported.Inputs);
        var heads = new HeadOutputs(run.Read());
        int last = 0;
        foreach (Observation observation in run.Observations(50))
        {
            // The last action and its reward are others in each step.
            var lastStep = new float[run.Configuration.Actions.Count + 1];
            (lastStep[last++ % run.Configuration.Actions.Count], lastStep[^1]) = (1, (last % 3) - 1);
            exported.Step(observation, lastStep);
            heads.AssertSame(observation, exported, lastStep);
        }
    }

    [Fact]
    public void The_metadata_name_the_run_and_the_actions()
    {
        using var run = new ShortRun("catch", "a3c", null, 60);
        using var exported = new OnnxAgent(run.Read());
        Assert.Equal("catch", exported.Metadata["environment"]);
        Assert.Equal("a3c", exported.Metadata["algorithm"]);
        Assert.Equal("3", exported.Metadata["actions"]);
        Assert.Equal("left,stay,right", exported.Metadata["action-names"]);
        Assert.Equal("24", exported.Metadata["environment.rows"]);
        Assert.False(exported.Metadata.ContainsKey("meaning-of-action-values"));
    }

    [Theory]
    [InlineData("true", "h(Q), with h(x) = sign(x)(sqrt(|x| + 1) - 1) + 0.001 x")]
    [InlineData("false", null)]
    public void The_metadata_tell_outputs_that_are_rescaled(string rescales, string? meaning)
    {
        using var run = new ShortRun(
            "catch-once", "r2d2", null, 40, $"rescale-values={rescales}", "replay-start=100", "replay-size=20000", "sequence-length=20",
            "burn-in=10", "minibatch-size=8");
        using var exported = new OnnxAgent(run.Read());
        Assert.Equal(meaning, exported.Metadata.GetValueOrDefault("meaning-of-action-values"));
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        using var run = new ShortRun("cartpole", "a3c");
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        OnnxFile.Write(run.Read(), first);
        OnnxFile.Write(run.Read(), second);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    internal static void Act(Agent agent, Observation observation)
    {
        if (observation.Specification.Kind == ObservationKind.Pixels) agent.Act(observation.Pixels);
        else agent.Act(observation.Values);
    }

    internal static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            float allowed = Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"{expected[i]} and {actual[i]}");
        }
    }
}
