using System.Linq;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>A task with shorter episodes in training: actor-learners and evaluations get different instances.</summary>
public class LearningEnvironmentTests
{
    private static readonly StepOutcome Goes = new(1, false, false), Ends = new(1, true, false);

    [Fact]
    public void Actor_learners_train_on_what_is_made_for_learning_and_evaluation_plays_the_task_itself()
    {
        var task = new LivesTask();
        TrainingRequest request = Requests.Small(60, ("evaluation-episodes", "3")) with { Threads = null };
        TrainingResult result = Trainer.Train(request.Simulated(actors: 2).For(task));

        Assert.Equal(2, task.Lives.Instances.Count);
        Assert.Equal(60, task.Lives.Instances.Sum(instance => instance.Steps));
        Assert.All(task.Lives.Instances, instance => Assert.InRange(instance.Resets, 10, 20));
        Assert.Equal((4.0, 0.0), (result.Evaluation!.MeanReturn, result.Evaluation.StdReturn));
        Assert.Equal(2 * 3 * 4, task.Games.Instances.Sum(instance => instance.Steps));
    }

    [Fact]
    public void An_actor_that_does_not_learn_plays_the_task_itself()
    {
        var task = new LivesTask();
        foreach (bool learns in (bool[])[true, false])
        {
            var actor = new Actor(task, new NoOptions(), new RandomGenerator(1), learns: learns);
            actor.BeginEpisodeIfOver();
            while (!actor.EpisodeIsOver) actor.Step(0);
            Assert.Equal(learns ? 2 : 4, actor.EpisodeLength);
        }
    }

    /// <summary>The default, which every task without such ends uses.</summary>
    [Fact]
    public void A_task_that_makes_nothing_for_learning_is_learnt_on_itself()
    {
        var task = new ScriptedTask(Ends);
        var actor = new Actor(task, new NoOptions(), new RandomGenerator(1), learns: true);
        actor.BeginEpisodeIfOver();
        Assert.Single(task.Instances);
        Assert.Equal(1, task.Instances[0].Resets);
    }

    /// <summary>Games of four agent steps, lives of two.</summary>
    private sealed class LivesTask : EnvironmentDescription<NoOptions>
    {
        internal ScriptedTask Games { get; } = new(Goes, Goes, Goes, Ends);

        internal ScriptedTask Lives { get; } = new(Goes, Ends);

        public override string Name => "lives";

        public override string Summary => "A task for tests.";

        protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => Games.Create(options, generator);

        protected override IEnvironment CreateForLearning(NoOptions options, RandomGenerator generator) =>
            Lives.Create(options, generator);
    }
}
