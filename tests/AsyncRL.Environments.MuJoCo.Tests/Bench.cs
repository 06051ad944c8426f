using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>Makes tasks and models.</summary>
internal static class Bench
{
    /// <summary>The tasks with models of this project.</summary>
    internal static IReadOnlyList<string> Tasks { get; } = ["cartpole", "pendulum", "reacher", "cheetah", "hopper", "walker"];

    /// <summary>A model with every kind of joint, and an actuator with a state.</summary>
    internal const string EveryJoint = """
        <mujoco>
          <worldbody>
            <geom name="ground" type="plane" size="5 5 1"/>
            <body name="box" pos="0 0 1"><freejoint name="float"/><geom type="box" size="0.1 0.1 0.1"/>
              <body name="arm" pos="0.2 0 0"><joint type="ball"/><geom type="sphere" size="0.05" pos="0.1 0 0"/>
                <body name="hand" pos="0.2 0 0"><joint name="grip" axis="0 1 0"/><geom type="sphere" size="0.03"/></body></body></body>
            <body name="post" pos="1 0 0.2"><joint name="rail" type="slide"/><geom type="sphere" size="0.05"/></body>
          </worldbody>
          <actuator>
            <motor joint="rail" ctrllimited="true" ctrlrange="0 3"/>
            <general joint="grip" ctrllimited="true" ctrlrange="-0.1 0.2" dyntype="filter" dynprm="0.1"/>
          </actuator>
        </mujoco>
        """;

    /// <summary>A model whose simulation becomes unstable, because its steps are too long for its spring.</summary>
    internal const string Unstable = """
        <mujoco><option timestep="0.1"/><worldbody><body><joint name="hinge" axis="0 1 0" stiffness="1e7"/>
        <geom type="capsule" fromto="0 0 0 0 0 1" size="0.05"/></body></worldbody>
        <actuator><motor joint="hinge" gear="1e6" ctrllimited="true" ctrlrange="-1 1"/></actuator></mujoco>
        """;

    /// <summary>Makes a task by its name and assignments such as "time-limit=5".</summary>
    internal static IEnvironment Make(string task, params string[] assignments) => Make(task, new RandomGenerator(1), assignments);

    internal static IEnvironment Make(string task, RandomGenerator generator, params string[] assignments) =>
        EnvironmentTrial.Make(MuJoCoBridge.Describe(task), generator, assignments);

    /// <summary>A simulation of a model of this project.</summary>
    internal static Simulation Simulate(string task) => new("test", MuJoCoLibrary.Load(), new ModelSource(task, null));

    /// <summary>A simulation of a model in a file.</summary>
    internal static Simulation SimulateFile(string path) => new("test", MuJoCoLibrary.Load(), new ModelSource(path, path));

    /// <summary>An action of random numbers within the bounds.</summary>
    internal static float[] Draw(IEnvironment environment, RandomGenerator generator)
    {
        ActionSpecification actions = environment.Actions;
        var action = new float[actions.Count];
        for (int i = 0; i < action.Length; i++) action[i] = actions.Low[i] + ((actions.High[i] - actions.Low[i]) * generator.NextSingle());
        return action;
    }

    /// <summary>All numbers of some agent steps with random actions: observations, rewards and ends.</summary>
    internal static List<float> Play(IEnvironment environment, int agentSteps, ulong seed) =>
        EnvironmentTrial.Play(environment, agentSteps, seed, generator => Draw(environment, generator));
}
