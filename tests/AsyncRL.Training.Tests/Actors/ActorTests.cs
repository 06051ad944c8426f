using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

public class ActorTests
{
    [Fact]
    public void An_actor_begins_with_an_episode_to_begin()
    {
        var task = new ScriptedTask(new StepOutcome(1, false, false));
        Actor actor = Make(task);
        Assert.True(actor.EpisodeIsOver);
        actor.BeginEpisodeIfOver();
        actor.BeginEpisodeIfOver();
        Assert.False(actor.EpisodeIsOver);
        Assert.Equal(1, task.Instances[0].Resets);
    }

    [Fact]
    public void The_account_of_an_episode_stays_until_the_next_begins()
    {
        Actor actor = Make(new ScriptedTask(new(0.5f, false, false), new(-2, false, true)));
        actor.BeginEpisodeIfOver();
        actor.Step(0);
        actor.Step(0);
        Assert.Equal((-1.5, 2, true), (actor.EpisodeReturn, actor.EpisodeLength, actor.EpisodeIsOver));
        actor.BeginEpisodeIfOver();
        Assert.Equal((0.0, 0, false), (actor.EpisodeReturn, actor.EpisodeLength, actor.EpisodeIsOver));
    }

    [Fact]
    public void Vectors_are_observed_as_they_are()
    {
        Actor actor = Make(new ScriptedTask(new StepOutcome(1, false, false)));
        actor.BeginEpisodeIfOver();
        float[] row = Observe(actor);
        Bits.AssertSame(actor.Observation.Values, row, "the observation");
        Assert.Contains(row, value => value != 0);
    }

    [Fact]
    public void Pixels_are_observed_as_numbers_from_zero_to_one()
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find("catch")!;
        var actor = new Actor(description, description.DefaultOptions, new RandomGenerator(1));
        actor.BeginEpisodeIfOver();
        float[] row = Observe(actor);
        for (int i = 0; i < row.Length; i++) Assert.Equal(actor.Observation.Pixels[i] / 255.0, row[i], 1e-7);
        Assert.Contains(1f, row);
    }

    [Fact]
    public void A_restored_actor_goes_on_as_the_saved_one_in_mid_episode()
    {
        var task = new WalkTask();
        var saved = new Actor(task, new WalkOptions(), new RandomGenerator(1));
        for (int i = 0; i < 5; i++) Advance(saved);
        while (saved.EpisodeLength < 2 || saved.EpisodeIsOver) Advance(saved);
        using var state = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(state)));
        var restored = new Actor(task, new WalkOptions(), new RandomGenerator(99));
        state.Position = 0;
        restored.Transfer(new StateTransfer(new BinaryReader(state)));
        Assert.Equal(state.Length, state.Position);

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(
                (saved.EpisodeReturn, saved.EpisodeLength, saved.EpisodeIsOver),
                (restored.EpisodeReturn, restored.EpisodeLength, restored.EpisodeIsOver));
            Bits.AssertSame(saved.Observation.Values, restored.Observation.Values, "the observation");
            Assert.Equal(Advance(saved), Advance(restored));
        }
    }

    [Fact]
    public void After_an_abandoned_episode_comes_a_new_one()
    {
        var task = new ScriptedTask(new StepOutcome(1, false, false));
        Actor actor = Make(task);
        actor.BeginEpisodeIfOver();
        actor.Step(0);
        actor.AbandonEpisode();
        actor.BeginEpisodeIfOver();
        Assert.Equal((2, 0.0, 0), (task.Instances[0].Resets, actor.EpisodeReturn, actor.EpisodeLength));
    }

    private static float[] Observe(Actor actor)
    {
        ObservationSpecification observation = actor.ObservationSpecification;
        var input = new Shape(observation.Height, observation.Width, observation.Channels);
        var batch = new Activations<float>(Structures.ActionValues(input, 1, dueling: false), 2);
        actor.WriteObservation(batch, 1);
        return batch.Input(1).ToArray();
    }

    private static Actor Make(ScriptedTask task) => new(task, new NoOptions(), new RandomGenerator(1));

    private static (StepOutcome Outcome, int Action) Advance(Actor actor)
    {
        actor.BeginEpisodeIfOver();
        int action = actor.Generator.NextInteger(3);
        return (actor.Step(action), action);
    }
}
