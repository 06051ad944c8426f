using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>What an agent with memory remembers while it is evaluated: the episode, all of it and nothing else.</summary>
public class AgentMemoryTests
{
    private static readonly StepOutcome Go = new(1, false, false), End = new(1, true, false);

    private static readonly NetworkStructure Structure = Structures.ActorCritic(
        Shape.Vector(ScriptedTask.ObservationSize), ScriptedTask.ActionCount, new FullyConnected(5), new LongShortTermMemory(4));

    /// <summary>
    /// At an episode's first observation an agent that has played before is as one that has not; at the next ones it is not, for it has
    /// seen what the new one has not.
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
                agent.Consider(theta, actor);
                fresh.Consider(theta, actor);
                float[] known = [.. agent.Probabilities, agent.Value], first = [.. fresh.Probabilities, fresh.Value];
                string what = $"episode {episode}, agent step {actor.EpisodeLength}";
                if (actor.EpisodeLength == 0) Bits.AssertSame(first, known, what);
                else Bits.AssertDiffer(first, known, what);
                actor.Step(agent.Choose(greedy: true, actor.Generator));
            }
        }
    }

    private static Agent Make() =>
        new A3C().CreateAgent(
            NetworkFactory.Single(Structure, VectorWidth.Scalar),
            ActionSpecification.Discrete(ScriptedTask.ActionCount));
}
