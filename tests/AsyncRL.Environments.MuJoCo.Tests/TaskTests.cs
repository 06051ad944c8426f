using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.Environments.MuJoCo.Tasks;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>The rewards, ends and first states are those of docs/environments/mujoco.md.</summary>
public class TaskTests
{
    [MuJoCoTheory]
    [InlineData("cartpole", 5, 1, 500)]
    [InlineData("pendulum", 3, 1, 200)]
    [InlineData("reacher", 10, 2, 50)]
    [InlineData("cheetah", 17, 6, 1000)]
    [InlineData("hopper", 11, 3, 1000)]
    [InlineData("walker", 17, 6, 1000)]
    public void Tasks_have_their_shapes(string task, int observation, int actions, int limit)
    {
        using IEnvironment environment = Bench.Make(task);
        Assert.Equal((observation, actions, limit), (environment.Observation.Size, environment.Actions.Count, environment.LongestEpisode));
        Assert.Equal(observation, environment.Observation.Names!.Distinct().Count());
        float bound = task == "pendulum" ? 2 : 1;
        Assert.All(environment.Actions.Low.ToArray(), low => Assert.Equal(-bound, low));
        Assert.All(environment.Actions.High.ToArray(), high => Assert.Equal(bound, high));
    }

    [MuJoCoFact]
    public void The_cartpole_is_rewarded_for_an_upright_pole_in_the_middle()
    {
        using Simulation simulation = Bench.Simulate("cartpole");
        var task = new CartPoleSwingUp();
        Assert.Equal(1, task.Reward(simulation, [0], 1), 1e-12);
        Assert.Equal(0.99, task.Reward(simulation, [-1], 1), 1e-12);
        simulation.Positions[0] = 1;
        Assert.Equal(Math.Exp(-0.5), task.Reward(simulation, [0], 1), 1e-12);
        simulation.Positions[1] = Math.PI / 2;
        Assert.Equal(0.5 * Math.Exp(-0.5), task.Reward(simulation, [0], 1), 1e-12);
        simulation.Positions[1] = Math.PI;
        Assert.Equal(0, task.Reward(simulation, [0], 1), 1e-12);
    }

    [MuJoCoFact]
    public void The_pendulum_has_the_reward_of_Gymnasium()
    {
        using Simulation simulation = Bench.Simulate("pendulum");
        var task = new PendulumSwingUp();
        Assert.Equal(0, task.Reward(simulation, [0], 1));
        simulation.Positions[0] = (2 * Math.PI) + 1;
        simulation.Velocities[0] = -3;
        Assert.Equal(-(1 + 0.9 + (0.001 * 2.25)), task.Reward(simulation, [1.5], 1), 1e-12);
    }

    [MuJoCoFact]
    public void The_reacher_pays_for_distance_and_control()
    {
        using Simulation simulation = Bench.Simulate("reacher");
        var task = new Reacher(simulation);
        (simulation.Positions[2], simulation.Positions[3]) = (0.22, 0.05);
        simulation.Place();
        Assert.Equal(-0.05, task.Reward(simulation, [0, 0], 1), 1e-12);
        Assert.Equal(-0.05 - 0.0125, task.Reward(simulation, [1, 0.5], 1), 1e-12);
        var observation = new float[10];
        task.Observe(simulation, observation);
        Assert.Equal([1, 0, 1, 0, 0.22f, 0.05f, 0, 0, 0, 0.05f], observation.Select(number => MathF.Round(number, 6)));
    }

    [MuJoCoFact]
    public void Targets_of_the_reacher_lie_in_a_ring_and_do_not_move()
    {
        using IEnvironment environment = Bench.Make("reacher");
        var observation = new Observation(environment.Observation);
        var generator = new RandomGenerator(3);
        for (int episode = 0; episode < 50; episode++)
        {
            environment.Reset(observation);
            (float x, float y) = (observation.Values[4], observation.Values[5]);
            Assert.InRange(MathF.Sqrt((x * x) + (y * y)), 0.07f, 0.2001f);
            for (int i = 0; i < 10; i++) environment.Step(Bench.Draw(environment, generator), observation);
            Assert.Equal((x, y), (observation.Values[4], observation.Values[5]));
        }
    }

    [MuJoCoFact]
    public void Runners_are_paid_for_velocity_and_end_when_they_fall()
    {
        using Simulation simulation = Bench.Simulate("hopper");
        var hopper = new Runner(simulation, RunnerRules.Hopper);
        var cheetah = new Runner(simulation, RunnerRules.Cheetah);
        foreach (Runner task in (Runner[])[hopper, cheetah])
        {
            simulation.Positions[0] = 2;
            task.BeforeStep(simulation);
            simulation.Positions[0] = 2.5;
            double cost = task == hopper ? 0.001 : 0.1;
            Assert.Equal((task == hopper ? 1 : 0) + (0.5 / 0.2) - (3 * cost), task.Reward(simulation, [1, 1, -1], 0.2), 1e-12);
        }

        Assert.False(hopper.HasEnded(simulation));
        simulation.Positions[2] = -0.31;
        Assert.True(hopper.HasEnded(simulation));
        Assert.False(cheetah.HasEnded(simulation));
        simulation.Positions[2] = 0;
        simulation.Positions[1] = -0.6;
        Assert.True(hopper.HasEnded(simulation));
        var observation = new float[11];
        simulation.Velocities[0] = 25;
        hopper.Observe(simulation, observation);
        Assert.Equal((0.67f, 10f), (observation[0], observation[5]));
    }

    [MuJoCoTheory]
    [InlineData("hopper")]
    [InlineData("walker")]
    public void A_runner_that_may_fall_stands_at_the_start_and_falls_in_the_end(string task)
    {
        using IEnvironment environment = Bench.Make(task);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        var still = new float[environment.Actions.Count];
        StepOutcome outcome = environment.Step(AgentAction.FromValues(still), observation);
        Assert.InRange(outcome.Reward, 0.5f, 1.5f);
        int steps = 1;
        for (; !outcome.IsEnd; steps++) outcome = environment.Step(AgentAction.FromValues(still), observation);
        Assert.True(outcome.Terminated);
        Assert.InRange(steps, 20, 600);
    }

    [MuJoCoFact]
    public void An_episode_is_truncated_by_the_time_limit()
    {
        using IEnvironment environment = Bench.Make("cheetah", "time-limit=3", "frame-skip=1");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        StepOutcome outcome = default;
        for (int i = 0; i < 3; i++) outcome = environment.Step(AgentAction.FromValues(new float[6]), observation);
        Assert.Equal((true, false), (outcome.Truncated, outcome.Terminated));
    }

    [MuJoCoFact]
    public void A_first_state_without_noise_is_that_of_the_model()
    {
        using IEnvironment first = Bench.Make("cheetah", new RandomGenerator(1), "reset-noise=0");
        using IEnvironment second = Bench.Make("cheetah", new RandomGenerator(2), "reset-noise=0");
        Assert.Equal(Bench.Play(first, 50, seed: 3), Bench.Play(second, 50, seed: 3));
    }
}
