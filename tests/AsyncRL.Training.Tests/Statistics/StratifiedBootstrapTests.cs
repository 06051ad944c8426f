using AsyncRL.Core.Randomness;
using AsyncRL.Training.Statistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Statistics;

public sealed class StratifiedBootstrapTests
{
    private const int Few = 500;

    /// <summary>
    /// The standard deviation of a mean of ten normal numbers is 1/√10; the percentile interval of ten is a little too narrow. The
    /// standard error of a share of 400 samples is 1.2 %.
    /// </summary>
    [Fact]
    public void The_interval_of_the_mean_of_ten_normal_numbers_covers_the_true_mean_nine_times_in_ten()
    {
        const int Samples = 400;
        const double Center = 5;
        var generator = new RandomGenerator(2021);
        var values = new double[10];
        int covered = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int i = 0; i < values.Length; i++) values[i] = Center + generator.NextNormal();
            BootstrapInterval interval = StratifiedBootstrap.IntervalOf(TaskScores.OfOne("", values), scores => scores.MeanOf(0), Few);
            if (interval.Low <= Center && Center <= interval.High) covered++;
        }

        Assert.InRange(covered / (double)Samples, 0.88, 0.95);
    }

    /// <summary>
    /// Runs of different tasks are never exchanged: tasks whose runs are equal have no width, however far apart they lie. Resampling over
    /// all runs would have one.
    /// </summary>
    [Fact]
    public void Runs_are_drawn_within_their_own_task()
    {
        TaskScores scores = AggregatesTests.Scores(("a", [0, 0, 0]), ("b", [10, 10, 10, 10]));
        BootstrapInterval interval = StratifiedBootstrap.IntervalOf(scores, sample => sample.MeanOf(0) + sample.MeanOf(1), Few);
        Assert.Equal(new BootstrapInterval(10, 10), interval);
        Assert.Equal(new BootstrapInterval(4 / 7.0, 4 / 7.0), StratifiedBootstrap.IntervalOf(scores, sample => sample.ShareAbove(5), Few));
    }

    /// <summary>
    /// Two tasks of two runs 0 and 1: each mean is 0, ½ and 1 with the probabilities ¼, ½ and ¼, so that the means differ by at least 1
    /// with the probability 2/16. Tasks that were drawn together would never differ.
    /// </summary>
    [Fact]
    public void Tasks_are_drawn_independently_of_each_other()
    {
        TaskScores scores = AggregatesTests.Scores(("a", [0, 1]), ("b", [0, 1]));
        BootstrapInterval interval = StratifiedBootstrap.IntervalOf(scores, sample => sample.MeanOf(0) - sample.MeanOf(1), 5000);
        Assert.Equal(new BootstrapInterval(-1, 1), interval);
    }

    [Fact]
    public void Both_methods_are_resampled_independently()
    {
        var scores = TaskScores.OfOne("a", [0, 1]);
        BootstrapInterval interval = StratifiedBootstrap.IntervalOf(scores, scores, (one, other) => one.MeanOf(0) - other.MeanOf(0), 5000);
        Assert.Equal(new BootstrapInterval(-1, 1), interval);
    }

    [Fact]
    public void A_sample_has_each_score_as_often_as_it_was_drawn() => PropertyCheck.ForAllSeeds("a sample", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        var values = new double[1 + generator.NextInteger(12)];
        for (int i = 0; i < values.Length; i++) values[i] = generator.NextInteger(5);
        var scores = TaskScores.OfOne("a", values);
        var drawn = new double[values.Length];
        StratifiedBootstrap.IntervalOf(scores, Check, 20);

        double Check(ScoreSample sample)
        {
            Assert.Equal((1, values.Length, values.Length), (sample.Tasks, sample.Runs, sample.RunsOf(0)));
            sample.CopyTo(0, drawn);
            double sum = 0;
            foreach (double value in drawn) sum += value;
            Assert.Equal(sum / drawn.Length, sample.MeanOf(0), 1e-12);
            Assert.Equal(InterquartileMean.Of(drawn), sample.InterquartileMean(), 1e-12);
            Assert.Equal(Array.FindAll(drawn, value => value > 2).Length / (double)drawn.Length, sample.ShareAbove(2));
            return sum;
        }
    });

    [Fact]
    public void The_interval_of_symmetric_scores_contains_their_center() => PropertyCheck.ForAllSeeds("symmetric scores", 50, seed =>
    {
        var generator = new RandomGenerator(seed);
        var values = new List<double>();
        for (int pair = 0; pair < 1 + generator.NextInteger(8); pair++)
        {
            double distance = Math.Exp(generator.NextNormal());
            values.AddRange([10 - distance, 10 + distance]);
        }

        Aggregates aggregates = Aggregates.Of(TaskScores.OfOne("a", values), 1000);
        foreach (Estimate estimate in (Estimate[])[aggregates.InterquartileMean, aggregates.Mean])
        {
            Assert.Equal(10, estimate.Value, 1e-9);
            Assert.InRange(10, estimate.Interval.Low - 1e-9, estimate.Interval.High + 1e-9);
        }
    });

    [Fact]
    public void Tasks_of_one_run_each_have_no_interval()
    {
        BootstrapInterval interval = StratifiedBootstrap.IntervalOf(
            AggregatesTests.Scores(("a", [1]), ("b", [2])), sample => sample.MeanOf(0), Few);
        Assert.Equal(new BootstrapInterval(double.NaN, double.NaN), interval);
    }
}
