using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Statistics;

/// <summary>Figures over runs of several tasks, against numbers of scipy and numpy and against what must hold for all scores.</summary>
public sealed class AggregatesTests
{
    private const int Few = 500;

    private static readonly double[] Catch = [0.1, 0.5, 0.9, 0.4, 0.3, 0.8], Pong = [1.2, 0.7, 0.4, 0.6], Maze = [0, 2];

    /// <summary><c>python3 -c "from scipy.stats import trim_mean; print(trim_mean([…], 0.25))"</c>, scipy 1.10.1.</summary>
    [Theory]
    [InlineData("4 1 2 9", 3)]
    [InlineData("3 1 4 1 5 9 2 6", 3.5)]
    [InlineData("0.3 -2 7.5 0.01 3.14 2.72 1.41 1.73 0 -1 10 100", 1.5516666666666667)]
    public void The_interquartile_mean_is_that_of_scipy_where_a_quarter_is_a_whole_number(string scores, double expected)
    {
        double[] values = Array.ConvertAll(scores.Split(' '), double.Parse);
        Assert.Equal(expected, InterquartileMean.Of(values), 1e-12);
        Assert.Equal(expected, Aggregates.Of(TaskScores.OfOne("catch", values), Few).InterquartileMean.Value, 1e-12);
    }

    /// <summary>
    /// Of the twelve scores 0, 0.1, 0.3, 0.4, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.2, 2 the middle six have the mean 3.4 / 6. The means of the
    /// tasks are 0.5, 0.725 and 1. Up to 1 the scores sum to 6.7 (numpy: <c>1 - np.mean(np.minimum(scores, 1))</c> = 0.4416666666666667).
    /// </summary>
    [Fact]
    public void The_figures_of_three_tasks_are_those_computed_by_hand()
    {
        Aggregates aggregates = Aggregates.Of(Scores(("catch", Catch), ("pong", Pong), ("maze", Maze)), Few);
        Assert.Equal(3.4 / 6, aggregates.InterquartileMean.Value, 1e-12);
        Assert.Equal((0.5 + 0.725 + 1) / 3, aggregates.Mean.Value, 1e-12);
        Assert.Equal(0.725, aggregates.Median.Value, 1e-12);
        Assert.Equal(1 - (6.7 / 12), aggregates.OptimalityGap.Value, 1e-12);
    }

    [Fact]
    public void The_order_of_runs_and_tasks_changes_no_bit()
    {
        TaskScores some = Scores(("catch", Catch), ("pong", Pong)), same = Scores(("pong", Reversed(Pong)), ("catch", Reversed(Catch)));
        Assert.Equal(Aggregates.Of(some, Few), Aggregates.Of(same, Few));
        Assert.Equal(Aggregates.Of(some, Few), Aggregates.Of(some, Few));
        Assert.NotEqual(Aggregates.Of(some, Few).Mean.Interval, Aggregates.Of(some, Few + 1).Mean.Interval);
    }

    [Fact]
    public void Every_figure_is_between_the_smallest_and_the_largest_score() => PropertyCheck.ForAllSeeds("aggregates", 100, seed =>
    {
        var generator = new RandomGenerator(seed);
        var runs = new List<(string, double)>();
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int run = 0; run < 1 + generator.NextInteger(30); run++)
        {
            double score = generator.NextNormal() * Math.Exp(3 * generator.NextNormal());
            (low, high) = (Math.Min(low, score), Math.Max(high, score));
            runs.Add(($"task {generator.NextInteger(4)}", score));
        }

        var scores = new TaskScores(runs);
        Aggregates aggregates = Aggregates.Of(scores, 100);
        double slack = 1e-9 * (1 + high - low);
        foreach (Estimate estimate in (Estimate[])[aggregates.InterquartileMean, aggregates.Mean, aggregates.Median])
        {
            Assert.InRange(estimate.Value, low - slack, high + slack);
            if (scores.Runs == scores.Tasks.Length) Assert.True(double.IsNaN(estimate.Interval.Low));
            else Assert.True(low - slack <= estimate.Interval.Low && estimate.Interval.High <= high + slack);
        }

        Assert.True(aggregates.OptimalityGap.Value >= -1e-12);
    });

    [Fact]
    public void A_time_that_never_came_is_infinite_and_makes_the_mean_infinite_but_not_the_middle_half()
    {
        Aggregates aggregates = Aggregates.Of(TaskScores.OfOne("time", [1, 2, 3, 4, 5, 6, 7, double.PositiveInfinity]), Few);
        Assert.Equal(4.5, aggregates.InterquartileMean.Value);
        Assert.Equal(double.PositiveInfinity, aggregates.Mean.Value);
        Assert.True(double.IsFinite(aggregates.InterquartileMean.Interval.Low));
        Assert.Equal(double.PositiveInfinity, aggregates.Mean.Interval.High);
        double[] never = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];
        Assert.Equal(double.PositiveInfinity, InterquartileMean.Of(never));
        Assert.Equal(
            new BootstrapInterval(double.PositiveInfinity, double.PositiveInfinity),
            Aggregates.Of(TaskScores.OfOne("time", never), Few).InterquartileMean.Interval);
    }

    internal static TaskScores Scores(params (string Task, double[] Scores)[] tasks)
    {
        var runs = new List<(string, double)>();
        foreach ((string task, double[] scores) in tasks)
        {
            foreach (double score in scores) runs.Add((task, score));
        }

        return new TaskScores(runs);
    }

    private static double[] Reversed(double[] values)
    {
        double[] reversed = [.. values];
        Array.Reverse(reversed);
        return reversed;
    }
}
