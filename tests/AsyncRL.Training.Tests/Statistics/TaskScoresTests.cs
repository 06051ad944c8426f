using AsyncRL.Training.Statistics;

namespace AsyncRL.Training.Tests.Statistics;

public sealed class TaskScoresTests
{
    [Fact]
    public void Scores_are_sorted_within_their_tasks()
    {
        var scores = new TaskScores([("pong", 3), ("catch", 2), ("pong", 1), ("catch", 0), ("pong", 2)]);
        Assert.Equal<string>(["catch", "pong"], scores.Tasks);
        Assert.Equal(5, scores.Runs);
        Assert.Equal<double>([0.0, 2], scores.ScoresOf(0));
        Assert.Equal<double>([1.0, 2, 3], scores.ScoresOf(1));
    }

    [Fact]
    public void Each_task_is_normalized_by_its_own_range()
    {
        var scores = new TaskScores([("pong", -21), ("pong", 0), ("catch", 1)]);
        TaskScores normalized = scores.Normalized(new Dictionary<string, (double, double)>
        {
            ["catch"] = (-1, 3),
            ["pong"] = (-21, 21),
            ["breakout"] = (0, 0),
        });
        Assert.Equal<double>([0.5], normalized.ScoresOf(0));
        Assert.Equal<double>([0.0, 0.5], normalized.ScoresOf(1));
    }

    [Fact]
    public void What_is_no_score_or_no_range_is_refused()
    {
        Assert.Contains("at least one run", Refusal(() => new TaskScores([])), StringComparison.Ordinal);
        Assert.Contains("A score of catch is NaN", Refusal(() => TaskScores.OfOne("catch", [1, double.NaN])), StringComparison.Ordinal);
        Assert.Contains("expected a finite", Refusal(() => TaskScores.OfOne("catch", [double.NegativeInfinity])), StringComparison.Ordinal);
        var scores = TaskScores.OfOne("catch", [1]);
        Assert.Contains("catch has no range", Refusal(() => scores.Normalized(new Dictionary<string, (double, double)>())));
        Assert.Contains("that differ", Refusal(() => scores.Normalized(new Dictionary<string, (double, double)> { ["catch"] = (2, 2) })));

        static string Refusal(Func<TaskScores> make) => Assert.Throws<ArgumentException>(make).Message;
    }
}
