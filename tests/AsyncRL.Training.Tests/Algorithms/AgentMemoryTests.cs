using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>In an evaluation, the memory of an agent contains the whole present episode and nothing else.</summary>
public class AgentMemoryTests
{
    private static readonly StepOutcome Go = new(1, false, false), End = new(1, true, false);

    private static readonly NetworkStructure Structure = Structures.ActorCritic(
        Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, new FullyConnected(5), new LongShortTermMemory(4));

    /// <summary>
    /// At an episode's first observation an agent that has played before gives the same outputs as a new agent. At later observations the
    /// outputs differ, because the new agent lacks the earlier observations.
    /// </summary>
    [Fact]
    public void The_state_is_cleared_between_episodes_and_kept_within_them()
    {
        float[] theta = Structures.Draw(Structure, new RandomGenerator(3));
        var actor = new Actor(new ScriptedTask(Go, Go, Go, End), new NoOptions(), new RandomGenerator(1));
        Agent agent = Make();
        for (int episode = 0; episode < 4; episode++)
        {
            actor.BeginEpisodeIfOver();
            while (!actor.EpisodeIsOver)
            {
                Agent fresh = Make();
                agent.Forward(theta, actor);
                fresh.Forward(theta, actor);
                float[] known = [.. agent.Probabilities, agent.Value], first = [.. fresh.Probabilities, fresh.Value];
                string what = $"episode {episode}, agent step {actor.EpisodeLength}";
                if (actor.EpisodeLength == 0) Bits.AssertSame(first, known, what);
                else Bits.AssertDiffer(first, known, what);
                actor.Step(agent.SelectAction(greedy: true, actor.Generator));
            }
        }
    }

    private static Agent Make() =>
        new A3C().CreateAgent(
            NetworkFactory.Single(Structure, VectorWidth.Scalar),
            ActionSpecification.Discrete(ScriptedTask.ActionCount));
}
