using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>The texts that versions of MuJoCo print of a model. No library is needed.</summary>
public class ModelFactsTests
{
    private const string Things = """

        BODY 0:
          name                  world
          nq                    99

        JOINT 0:
          name                  left hip
          jnt_type              3

        JOINT 1:
          name                  rail
          jnt_type              2

        ACTUATOR 0:
          name                  push
          actuator_ctrllimited  1
          actuator_ctrlrange   -1  2.5

        BVH:
          id      depth   nodeid
          0       0       0
        """;

    /// <summary>The form of version 2.2.2.</summary>
    private const string Old = """
        MuJoCo version 2.2.2
        model name     walker:

        nq                    2
        nv                    2
        nu                    1
        nbody                 3

        timestep              0.002
        gravity               0  0 -9.81

        qpos0                 0  0
        """ + "\n" + Things;

    /// <summary>The form of later versions: headings, and lines that are indented.</summary>
    private const string New = """
        MuJoCo version 3.3.0
        model name     walker:

        MEMORY
          total             14 KB

        SIZES
          nq                 2
          nv                 2
          nu                 1
          nbody              3

        OPTION
          timestep           0.002
          gravity            0  0 -9.81

        VISUAL
          GLOBAL
            fovy             45

        totalmass            21.6
        """ + "\n" + Things;

    [Theory]
    [InlineData(Old)]
    [InlineData(New)]
    public void Both_forms_of_the_text_are_read(string text)
    {
        ModelFacts facts = ModelFacts.Read(text);
        facts.Check("walker");
        Assert.Equal((2, 2, 0, 1, 0.002), (facts.Positions, facts.Velocities, facts.Activations, facts.Controls, facts.TimeStep));
        Assert.Equal([new Joint("left hip", JointKind.Hinge), new Joint("rail", JointKind.Slide)], facts.Joints);
        Assert.Equal([new Actuator("push", true, -1, 2.5)], facts.Actuators);
    }

    /// <summary>MuJoCo leaves out a number that is 0.</summary>
    [Theory]
    [InlineData("timestep", "The text that MuJoCo prints of the model robot has no number timestep; expected a version that does")]
    [InlineData("nbody", "The text that MuJoCo prints of the model robot has no number nbody; expected a version that does")]
    [InlineData("nu", "The model robot has no actuators; expected a model with at least one joint and actuator.")]
    [InlineData("nq", "The model robot has no joints; expected a model with at least one joint and actuator.")]
    [InlineData("nv", "The model robot has no joints; expected a model with at least one joint and actuator.")]
    [InlineData("ACTUATOR", "The model robot has 1 controls for 0 actuators; expected one for each.")]
    public void A_text_without_a_number_is_refused(string missing, string sentence)
    {
        foreach (string text in (string[])[Old, New])
        {
            ModelFacts facts = ModelFacts.Read(text.Replace($"{missing} ", "other ", StringComparison.Ordinal));
            Assert.StartsWith(sentence, Assert.Throws<InputException>(() => facts.Check("robot")).Message, StringComparison.Ordinal);
        }
    }
}
