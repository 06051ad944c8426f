using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The updates of deep Q-learning, by the printed formulas in double.</summary>
public class DqnTests
{
    private const int Environments = 4;

    private static readonly DqnOptions Small = new()
    {
        Environments = Environments,
        StepsPerUpdate = Environments,
        ReplaySize = 120,
        ReplayStart = 20,
        MinibatchSize = 7,
        TargetInterval = 1_000_000_000,
        FinalExploration = "0.25",
        ExplorationFrames = 0,
    };

    /// <summary>
    /// One to three members; squared or Huber; double, dueling and of n steps or not; every kind of replay; sum or mean; θ⁻ other than θ.
    /// </summary>
    [Fact]
    public void The_gradient_and_the_errors_are_those_of_the_drawn_transitions()
    {
        (int rounds, int compared) = (0, 0);
        PropertyCheck.ForAllSeeds("dqn", 60, seed =>
        {
            var generator = new RandomGenerator(seed);
            DqnOptions options = Small with
            {
                Discount = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
                RewardClip = generator.NextInteger(2) * generator.NextDouble(),
                Dueling = generator.NextInteger(2) == 0,
                Double = generator.NextInteger(2) == 0,
                Error = generator.NextInteger(2) == 0 ? "squared" : "huber",
                Steps = 1 + generator.NextInteger(4),
                LossScale = generator.NextInteger(2) == 0 ? "sum" : "mean",
                Replay = new[] { "uniform", "proportional", "rank" }[generator.NextInteger(3)],
                ImportanceMaximum = generator.NextInteger(2) == 0 ? "minibatch" : "memory",
            };
            SynchronousBench bench = Bench(options, 1 + generator.NextInteger(3), seed, ScriptedTask.DrawScript(generator, deviation: 2));
            float[] thetaMinus = Structures.Draw(bench.Structure, new RandomGenerator(~seed));
            bench.Shared.RestoreTarget(thetaMinus);
            for (int round = 0; round < 60; round++)
            {
                long updates = bench.Shared.Updates;
                float[] theta = bench.Theta;
                bench.RunRound();
                if (bench.Shared.Updates == updates) continue;
                rounds++;
                ReplayMemory memory = ((ReplayLearner)((SynchronousWorker)bench.Workers[0]).Learner).Memory;
                if (ReferenceMinibatch.AssertSame(options, memory, bench, theta, thetaMinus)) compared++;
            }
        });
        Assert.True(compared > 0.8 * rounds && rounds > 1000, $"Of {rounds} updates {compared} had no tie.");
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(8, 0.5)]
    public void Updates_come_at_their_share_of_agent_steps_once_the_memory_has_enough(int stepsPerUpdate, double updatesPerRound)
    {
        const int Rounds = 40, Before = 6;
        DqnOptions options = Small with { StepsPerUpdate = stepsPerUpdate, ReplayStart = (4 * Before) + 1 };
        SynchronousBench bench = Bench(options, 2, 3, new StepOutcome(1, false, false));

        // The newest transition of each environment waits for its next observation.
        for (int round = 0; round <= Before; round++)
        {
            bench.RunRound();
            Assert.Equal((0, 4 * (round + 1)), (bench.Shared.Updates, bench.Shared.AgentSteps));
        }

        for (int round = 0; round < Rounds; round++) bench.RunRound();
        double expected = stepsPerUpdate == 3 ? Rounds * 4 / 3.0 : updatesPerRound * Rounds;
        Assert.Equal(expected, bench.Shared.Updates, 1.0);
        Assert.Equal(4 * (Rounds + Before + 1), bench.Shared.AgentSteps);
        Assert.Equal(bench.Shared.AgentSteps, bench.Workers.Sum(worker => worker.Statistics.Read().AgentSteps));
    }

    /// <summary>T crosses a multiple of 40 in every tenth round. θ⁻ is renewed after the next update.</summary>
    [Theory]
    [InlineData(4, new[] { 10, 20, 30, 40, 50 })]
    [InlineData(16, new[] { 12, 20, 32, 40, 52 })]
    public void The_target_network_is_renewed_by_the_updated_theta_when_t_crosses_a_multiple(int stepsPerUpdate, int[] rounds)
    {
        DqnOptions options = Small with { TargetInterval = 40, StepsPerUpdate = stepsPerUpdate };
        SynchronousBench bench = Bench(options, 2, 3, new StepOutcome(1, false, false));
        Bits.AssertSame(bench.Theta, bench.Target, "the first target");
        for (int round = 1; round <= 52; round++)
        {
            float[] before = bench.Target;
            bench.RunRound();
            Bits.AssertSame(rounds.Contains(round) ? bench.Theta : before, bench.Target, $"the target after round {round}");
        }
    }

    /// <summary>DQN of 2013 has no target network: every target is of the θ that its update begins with.</summary>
    [Fact]
    public void With_an_interval_of_one_every_update_has_its_own_theta_as_the_target()
    {
        SynchronousBench bench = Bench(Small with { TargetInterval = 1 }, 2, 3, new StepOutcome(1, false, false));
        for (int round = 1; round <= 30; round++)
        {
            bench.RunRound();
            Bits.AssertSame(bench.Theta, bench.Target, $"the target after round {round}");
        }

        Assert.True(bench.Shared.Updates > 10);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        foreach (string replay in new[] { "uniform", "proportional", "rank" })
        {
            DqnOptions options = Small with { Replay = replay, Double = true, Dueling = true, Steps = 3, TargetInterval = 16 };
            var tasks = new ScriptedTask[Environments];
            StepOutcome[] script = [new(1, false, false), new(0, false, false), new(2, true, false), new(1, false, true)];
            for (int i = 0; i < Environments; i++) tasks[i] = new ScriptedTask(script) { Records = false };
            var bench = new SynchronousBench(new Dqn { Options = options }, ValueBench.Network(options), tasks, 1, 1, 0.01);
            for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 2000; i++) bench.Workers[0].Run();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Only the order of sums depends on the number of members: the minibatches are the same.</summary>
    [Fact]
    public void More_members_change_theta_by_rounding_only()
    {
        DqnOptions options = Small with { Replay = "proportional", Double = true };
        float[] alone = ThetaOf(1), together = ThetaOf(3);
        for (int i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[i], 1e-4f);

        float[] ThetaOf(int members)
        {
            SynchronousBench bench = Bench(options, members, 5, ScriptedTask.DrawScript(new RandomGenerator(2)));
            for (int round = 0; round < 20; round++) bench.RunRound();
            Assert.True(bench.Shared.Updates > 5);
            return bench.Theta;
        }
    }

    private static SynchronousBench Bench(DqnOptions options, int members, ulong seed, params StepOutcome[] script)
    {
        var tasks = new ScriptedTask[options.Environments];
        for (int i = 0; i < tasks.Length; i++) tasks[i] = new ScriptedTask(script);
        return new SynchronousBench(new Dqn { Options = options }, ValueBench.Network(options), tasks, members, seed, 0.002);
    }
}
