using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Statistics;

public sealed class ProbabilityOfImprovementTests
{
    private const int Few = 500;

    /// <summary>
    /// <c>python3 -c "from scipy.stats import mannwhitneyu as m; print(m([…], […]).statistic / (n * m))"</c>, scipy 1.10.1, with ties:
    /// 0.65 and 0.175.
    /// </summary>
    [Fact]
    public void It_is_the_mean_over_the_tasks_of_the_statistic_of_Mann_and_Whitney()
    {
        double[] first = [0.1, 0.5, 0.9, 0.4, 0.3, 0.8], second = [0.2, 0.4, 0.4, 0.7, 0.1];
        Assert.Equal(0.65, ProbabilityOfImprovement.Of(TaskScores.OfOne("a", first), TaskScores.OfOne("a", second), Few).Value, 1e-12);
        TaskScores one = AggregatesTests.Scores(("a", first), ("b", [3, 1, 4, 1, 5]));
        TaskScores other = AggregatesTests.Scores(("b", [9, 2, 6, 5]), ("a", second));
        Assert.Equal((0.65 + 0.175) / 2, ProbabilityOfImprovement.Of(one, other, Few).Value, 1e-12);
    }

    [Fact]
    public void Exchanged_scores_give_one_minus_the_probability() => PropertyCheck.ForAllSeeds("probability of improvement", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        (TaskScores first, TaskScores second) = (Draw(), Draw());
        Estimate estimate = ProbabilityOfImprovement.Of(first, second, 100);
        Assert.Equal(1, estimate.Value + ProbabilityOfImprovement.Of(second, first, 100).Value, 1e-12);
        Assert.InRange(estimate.Value, 0, 1);
        Assert.Equal(0.5, ProbabilityOfImprovement.Of(first, first, 100).Value, 1e-12);

        TaskScores Draw()
        {
            var runs = new List<(string, double)> { ("a", 3), ("b", 2) };
            for (int run = 0; run < generator.NextInteger(20); run++)
                runs.Add((generator.NextInteger(2) == 0 ? "a" : "b", generator.NextInteger(6)));
            return new TaskScores(runs);
        }
    });

    [Fact]
    public void The_interval_follows_from_both_sets_of_runs()
    {
        Estimate sure = Of([1, 2, 3, 4, 5], [-1, -2, -3, -4, -5]), unsure = Of([1, 2, 3, 4, 5], [1.5, 2.5, 3.5]);
        Assert.Equal(new Estimate(1, new BootstrapInterval(1, 1)), sure);
        Assert.True(unsure.Interval.Low < 0.3 && unsure.Interval.High > 0.7);
        Estimate never = Of([double.PositiveInfinity, 3], [double.PositiveInfinity, 4]);
        Assert.Equal(((0.5 + 1) / 4) + 0, never.Value);

        static Estimate Of(double[] first, double[] second) =>
            ProbabilityOfImprovement.Of(TaskScores.OfOne("a", first), TaskScores.OfOne("a", second), Few);
    }

    [Fact]
    public void Different_tasks_are_refused() => Assert.Contains(
        "different tasks",
        Assert.Throws<ArgumentException>(() =>
            ProbabilityOfImprovement.Of(TaskScores.OfOne("a", [1]), TaskScores.OfOne("b", [1]), Few)).Message,
        StringComparison.Ordinal);
}
