using AsyncRL.Core.Options;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>Models of users, with rewards by name, and what is refused in them.</summary>
public sealed class OwnModelTests : IDisposable
{
    /// <summary>A cart that its control pushes along x, 0.5 m high and tilted by 60°, and a target 3 m in front of it.</summary>
    private const string Cart = """
        <mujoco>
          <option timestep="0.01" gravity="0 0 0"/>
          <worldbody>
            <body name="cart" pos="0 0 0.5" euler="0 60 0"><joint name="x" type="slide" axis="0.5 0 0.866025403784"/>
              <geom type="box" size="0.1 0.1 0.1" mass="1"/></body>
            <body name="goal" pos="3 4 0.5"><geom type="sphere" size="0.1"/></body>
          </worldbody>
          <actuator><velocity joint="x" kv="100" ctrllimited="true" ctrlrange="-2 3"/></actuator>
        </mujoco>
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [MuJoCoTheory]
    [InlineData(2, "reward.forward=2")]
    [InlineData(0.5, "reward.upright=1")]
    [InlineData(1, "reward.height=2")]
    [InlineData(-10, "reward.distance-to-target=2", "target=goal")]
    [InlineData(-0.5, "reward.control-cost=0.5")]
    [InlineData(3, "reward.alive=3")]
    [InlineData(4, "reward.Alive=3", "reward.height=2")]
    public void A_term_has_its_meaning(double expected, params string[] assignments)
    {
        using IEnvironment environment = Bench.Make("model", [$"model={Write(Cart)}", "reset-noise=0", .. assignments]);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        StepOutcome outcome = default;

        // A velocity of 1 m/s along x is reached after a while; meanwhile the cart moves by some centimeters.
        for (int i = 0; i < 12; i++) outcome = environment.Step(AgentAction.FromValues([1]), observation);
        Assert.Equal(expected, outcome.Reward, 0.2);
    }

    [MuJoCoFact]
    public void Actions_and_observations_are_those_of_the_model()
    {
        using IEnvironment environment = Bench.Make(
            "model", $"model={Write(Bench.EveryJoint)}", "reward.alive=1", "target=post", "body=hand");
        Assert.Equal([0, -0.1f], environment.Actions.Low.ToArray());
        Assert.Equal([3, 0.2f], environment.Actions.High.ToArray());
        IReadOnlyList<string> names = environment.Observation.Names!;
        Assert.Equal(13 + 11 + 3, names.Count);
        Assert.Equal(["float place 1 (m)", "float rotation 1", "position 8 rotation 1", "grip (rad)", "rail (m)", "velocity 1"],
            [names[0], names[3], names[7], names[11], names[12], names[13]]);
    }

    [MuJoCoFact]
    public void A_body_that_is_too_low_ends_the_task()
    {
        using IEnvironment environment = Bench.Make("model", $"model={Write(Bench.EveryJoint)}", "reward.alive=1", "lowest-body=0.9");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        StepOutcome outcome = default;
        for (int i = 0; i < 1000 && !outcome.IsEnd; i++) outcome = environment.Step(AgentAction.FromValues([0, 0]), observation);
        Assert.Equal((true, 0f), (outcome.Terminated, outcome.Reward));
    }

    [MuJoCoTheory]
    [InlineData("The option model is empty; expected the path of an MJCF file, by --set model=FILE.", "reward.alive=1", "model=")]
    [InlineData("There is no model file nowhere.xml; expected the path of an MJCF file.", "reward.alive=1", "model=nowhere.xml")]
    [InlineData("The model has no reward; expected --set reward.TERM=WEIGHT for one or more of forward, upright, height, distance")]
    [InlineData("There is no term of the reward \"forwards\"; did you mean forward?", "reward.forwards=1")]
    [InlineData("The option reward.alive is \"much\"; expected a number.", "reward.alive=much")]
    [InlineData("The option reward.alive is \"NaN\"; expected a number.", "reward.alive=NaN")]
    [InlineData("The option body is \"wheel\"; expected the name of a body of the model.", "reward.alive=1", "body=wheel")]
    [InlineData("The option target is \"wheel\"; expected the name of a body of the model.", "reward.alive=1", "target=wheel")]
    [InlineData("The reward has the term distance-to-target without a target; expected --set target=BODY.", "reward.distance-to-target=1")]
    [InlineData("The option lowest-body is \"deep\"; expected a number from -1000 to 1000, or auto.", "reward.alive=1", "lowest-body=deep")]
    public void Wrong_options_are_refused(string sentence, params string[] assignments)
    {
        string[] model = Array.Exists(assignments, text => text.StartsWith("model=", StringComparison.Ordinal))
            ? [] : [$"model={Write(Cart)}"];
        AssertRefused(sentence, [.. model, .. assignments]);
    }

    [MuJoCoTheory]
    [InlineData("<mujoco><worldbody><bogus/></worldbody></mujoco>", "cannot be loaded: XML Error: Schema violation: unrecognized element")]
    [InlineData("<mujoco", "cannot be loaded: XML parse error")]
    [InlineData("", "cannot be loaded: XML parse error")]
    [InlineData("<mujoco><worldbody><body><joint/></body></worldbody></mujoco>", "cannot be loaded: ")]
    [InlineData("<mujoco/>", "has no actuators; expected a model with at least one joint and actuator.")]
    [InlineData(
        "<mujoco><worldbody><body><joint name='j'/><geom size='1'/></body></worldbody>"
            + "<actuator><motor name='m' joint='j'/></actuator></mujoco>",
        "The actuator m of the model", "has no bounds; expected the attributes ctrllimited=\"true\" and ctrlrange.")]
    public void A_wrong_model_is_refused_in_one_sentence(string text, params string[] parts)
    {
        string file = Write(text);
        string sentence = Assert.Throws<InputException>(() => Bench.Make("model", $"model={file}", "reward.alive=1")).Message;
        Assert.All(parts, part => Assert.Contains(part, sentence, StringComparison.Ordinal));
        Assert.Contains(file, sentence, StringComparison.Ordinal);
        Assert.Matches("^[A-Z].*[.]$", sentence);
        Assert.DoesNotContain('\n', sentence);
    }

    private static void AssertRefused(string sentence, string[] assignments) => Assert.StartsWith(
        sentence, Assert.Throws<InputException>(() => Bench.Make("model", assignments)).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        string file = _directory.At("model.xml");
        File.WriteAllText(file, text);
        return file;
    }
}
