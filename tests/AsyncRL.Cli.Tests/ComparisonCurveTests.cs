using System.Linq;
using AsyncRL.Cli.Comparisons;
using AsyncRL.Cli.Curves;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The learning curves and the staleness of a comparison, from tables that are written by hand.</summary>
public sealed class ComparisonCurveTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_curve_is_the_mean_of_the_latest_100_episodes_at_its_agent_step_and_second()
    {
        // 300 episodes of 10 agent steps, with the return 0 until agent step 1000 and 1 afterwards. 1000 agent steps take 2 s, then 1 s.
        Write("metrics.csv", "agent_steps,frames,seconds,report", "1000,1000,2,1", "2000,2000,3,2", "3000,3000,4,3");
        Write("threads.csv", "agent_steps,thread,updates,mean_staleness,report");
        Write(
            "episodes.csv",
            ["thread,agent_step,return,length,episode", .. Enumerable.Range(1, 300).Select(i => $"0,{10 * i},{(i > 100 ? 1 : 0)},10,{i}")]);
        RunCourse course = RunCourse.Read(_directory.FullPath, 3000);
        Assert.Equal(new CoursePoint(200, 0.4, 0), course.Points[0]);
        CoursePoint half = course.Points.Single(point => point.AgentStep == 1520);
        Assert.Equal(2.52, half.Second, 1e-12);
        Assert.Equal(0.52, half.Return, 1e-12);
        Assert.Equal(new CoursePoint(3000, 4, 1), course.Points[^1]);
        Assert.Equal(1, course.LastReturn);
        Assert.Equal(double.NaN, course.MeanStaleness);
    }

    [Fact]
    public void The_staleness_of_an_interval_counts_by_its_updates()
    {
        Write("metrics.csv", "agent_steps,seconds,report");
        Write("episodes.csv", "thread,agent_step,return,length,episode", "0,10,5,10,1", "0,20,7,10,2", "0,3");
        Write(
            "threads.csv", "seconds,thread,updates,mean_staleness,report",
            "1,0,10,1,1", "1,1,0,,1", "2,0,40,2,2", "2,1,10,6,2", "3,0,40,,3");
        RunCourse course = RunCourse.Read(_directory.FullPath, 20);
        Assert.Equal(((10 * 1) + (30 * 2) + (10 * 6)) / 50.0, course.MeanStaleness, 1e-12);
        Assert.Empty(course.Points);
        Assert.Equal(6, course.LastReturn);
    }

    [Fact]
    public void A_table_without_a_column_is_reported_by_its_name()
    {
        Write("table.csv", "agent_step,length", "1,2");
        string path = _directory.At("table.csv");
        IOException problem = Assert.Throws<IOException>(() => TableColumns.Read(path)["return"]);
        Assert.Contains("has no column return", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_band_has_the_quartiles_of_the_seeds_where_all_have_a_value()
    {
        RunCourse[] courses = [Line(0, 10, 0), Line(2, 12, 1), Line(1, 8, 2), Line(0, 10, 3), Line(0, 9, 4)];
        IReadOnlyList<BandPoint> band = CurveBand.Of(courses, point => point.AgentStep);
        Assert.Equal((101, 2.0, 8.0), (band.Count, band[0].X, band[^1].X));
        Assert.All(band, point =>
        {
            Assert.Equal(point.X + 1, point.Low, 1e-12);
            Assert.Equal(point.X + 2, point.Median, 1e-12);
            Assert.Equal(point.X + 3, point.High, 1e-12);
        });
        Assert.Equal(4, CurveBand.Of(courses, point => point.Second)[^1].X);
        Assert.Empty(CurveBand.Of([.. courses, new RunCourse([], 0, 0)], point => point.AgentStep));
        Assert.Empty(CurveBand.Of([Line(0, 1, 0), Line(2, 3, 0)], point => point.AgentStep));
        Assert.Empty(CurveBand.Of([], point => point.AgentStep));
    }

    /// <summary>Of two runs that have ended, one ends at its second 0.5 before the other has a curve, from second 1 on.</summary>
    [Fact]
    public void A_run_that_has_ended_keeps_its_last_return_so_that_runs_of_different_speeds_have_a_band()
    {
        RunCourse fast = Line(0, 1, 0) with { HasEnded = true }, slow = Line(2, 4, 10) with { HasEnded = true };
        IReadOnlyList<BandPoint> band = CurveBand.Of([fast, slow], point => point.Second);
        Assert.Equal((101, 1.0, 2.0), (band.Count, band[0].X, band[^1].X));
        Assert.Equal((1 + 12) / 2.0, band[0].Median, 1e-12);
        Assert.Equal((1 + 14) / 2.0, band[^1].Median, 1e-12);
        Assert.Equal(1.5, CurveBand.Of([fast, slow, Line(0, 3, 0)], point => point.Second)[^1].X);
        Assert.Empty(CurveBand.Of([fast with { HasEnded = false }, slow], point => point.Second));
    }

    /// <summary>A curve that rises by 1 per agent step from an offset at 0, with two agent steps per second.</summary>
    private static RunCourse Line(double first, double last, double offset) => new(
        [.. new[] { first, (first + last) / 3, last }.Select(step => new CoursePoint(step, step / 2, step + offset))], 0, 0);

    private void Write(string name, params string[] lines) => File.WriteAllLines(_directory.At(name), lines);
}
