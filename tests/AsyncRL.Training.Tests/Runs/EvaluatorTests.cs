using System.Linq;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public class EvaluatorTests
{
    private static readonly float[] Theta = Trainer.Train(Requests.Small(500).For(new WalkTask())).Theta;

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_another_seed_others()
    {
        Evaluation first = Evaluate(seed: 1), again = Evaluate(seed: 1), other = Evaluate(seed: 2);
        Assert.Equal(first, again);
        Assert.NotEqual(first.MeanReturn, other.MeanReturn);
    }

    [Fact]
    public void Theta_is_read_only()
    {
        float[] before = [.. Theta];
        Evaluate(seed: 1);
        Bits.AssertSame(before, Theta, "theta");
    }

    [Fact]
    public void The_figures_are_those_of_the_raw_returns()
    {
        var task = new ScriptedTask(new(100, false, true), new(50, false, false), new(-10, true, false), new(7, true, false))
        {
            Records = false,
        };
        TrainingConfiguration configuration = Requests.Small(1, ("reward-clip", "1")).For(task);
        float[] theta = new float[configuration.Network.Layout.BlockLength];
        Evaluation three = Evaluator.Evaluate(configuration, theta, 3, seed: 1, greedy: false);
        Assert.Equal(3, three.Episodes);
        Assert.Equal((100 + 40 + 7) / 3.0, three.MeanReturn, 1e-12);
        Assert.Equal(Math.Sqrt(((51 * 51) + (9 * 9) + (42 * 42)) / 2.0), three.StdReturn, 1e-12);
        Assert.Equal((7.0, 100.0), (three.MinReturn, three.MaxReturn));
        Assert.Equal(three.MeanReturn, three.GreedyMeanReturn, 1e-12);
        Assert.Equal(0, Evaluator.Evaluate(configuration, theta, 1, seed: 1, greedy: false).StdReturn);
    }

    [Fact]
    public void Greedy_figures_are_of_greedy_episodes()
    {
        Evaluation drawn = Evaluate(seed: 1), greedy = Evaluate(seed: 1, greedy: true);
        Assert.Equal(drawn.GreedyMeanReturn, greedy.GreedyMeanReturn);
        Assert.Equal(greedy.GreedyMeanReturn, greedy.MeanReturn);
        Assert.NotEqual(drawn.MeanReturn, greedy.MeanReturn);
    }

    /// <summary>A second evaluation of the same episodes with the same actions would give no information.</summary>
    [Theory]
    [InlineData("n-step-q", false, 4)]
    [InlineData("one-step-sarsa", true, 4)]
    [InlineData("a3c", false, 8)]
    [InlineData("a3c", true, 4)]
    public void Only_an_agent_that_draws_actions_plays_both_kinds_of_episodes(string algorithm, bool greedy, int expected)
    {
        TrainingConfiguration configuration = (Requests.Small() with { Algorithm = algorithm }).For(new WalkTask());
        float[] theta = new float[configuration.Network.Layout.BlockLength];
        var played = new List<long>();
        Evaluator.Evaluate(configuration, theta, 4, seed: 1, greedy, played.Add);
        Assert.Equal(Enumerable.Range(1, expected).Select(i => (long)i), played);
        Assert.Equal(expected, Evaluator.EpisodesInAll(configuration, 4, greedy));
        Assert.Equal(expected == 4, Evaluator.IsGreedy(configuration, greedy));
    }

    /// <summary>
    /// A final evaluation does not change a run, because it has its own environments and generators.
    /// </summary>
    [Fact]
    public void Evaluation_leaves_training_alone_and_is_of_its_theta()
    {
        TrainingRequest request = Requests.Small(800);
        TrainingResult without = Trainer.Train(request.For(new WalkTask()));
        TrainingConfiguration configuration = Requests.Small(800, ("evaluation-episodes", "20")).For(new WalkTask());
        TrainingResult with = Trainer.Train(configuration);
        Assert.Null(without.Evaluation);
        Bits.AssertSame(without.Theta, with.Theta, "theta");
        Assert.Equal(Evaluator.Evaluate(configuration, with.Theta, 20, configuration.Seed, greedy: false), with.Evaluation);
    }

    [Fact]
    public void Evaluated_episodes_are_not_those_of_training()
    {
        var trained = new List<float>();
        Trainer.Train(Requests.Small(200).For(Recording(trained)));
        var evaluated = new List<float>();
        Evaluator.Evaluate(Requests.Small(200).For(Recording(evaluated)), Theta, 20, seed: 7, greedy: false);
        Assert.True(evaluated.Count > 20);
        Assert.Empty(new HashSet<float>(trained).Intersect(evaluated));
    }

    [Fact]
    public void An_interrupted_run_is_not_evaluated()
    {
        TrainingConfiguration configuration = Requests.Small(800, ("evaluation-episodes", "20")).For(new WalkTask());
        Assert.Null(Trainer.Train(configuration, stop: new CancellationToken(true)).Evaluation);
    }

    private static Evaluation Evaluate(ulong seed, bool greedy = false) =>
        Evaluator.Evaluate(Requests.Small().For(new WalkTask()), Theta, 10, seed, greedy);

    private static WalkTask Recording(List<float> rewards) => new()
    {
        Alter = (_, outcome) =>
        {
            rewards.Add(outcome.Reward);
            return outcome;
        },
    };
}
