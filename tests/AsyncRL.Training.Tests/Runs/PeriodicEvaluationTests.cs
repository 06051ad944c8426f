using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Evaluations while a run trains.</summary>
public sealed class PeriodicEvaluationTests : IDisposable
{
    private const string Table = "evaluations.csv";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public void A_simulated_run_learns_the_same_bits_with_and_without(string normalizes)
    {
        TrainingRequest without = Requests.Small(3000, ("normalize-observations", normalizes)).Simulated(3);
        TrainingRequest with = Evaluated(3000, 500, ("normalize-observations", normalizes)).Simulated(3);
        TrainingResult plain = new RunBench(without, _directory.At("without")).Start();
        TrainingResult evaluated = new RunBench(with, _directory.At("with")).Start();
        Assert.Equal(6, evaluated.PeriodicEvaluations.Count);
        Bits.AssertSame(plain.Theta, evaluated.Theta, "theta");
        Assert.Equal((plain.AgentSteps, plain.Episodes), (evaluated.AgentSteps, evaluated.Episodes));
        Assert.False(File.Exists(Path.Combine(_directory.At("without"), Table)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_threaded_run_evaluates_once_at_each_multiple(int threads)
    {
        TrainingRequest request = Evaluated(3000, 1000) with { Threads = threads };
        TrainingResult result = new RunBench(request, _directory.At("run")).Start();
        Assert.Equal([1L, 2L, 3L], result.PeriodicEvaluations.Select(e => e.AgentStep / 1000));
        Assert.Equal(3, result.PeriodicEvaluations.Select(e => e.Evaluation.MeanReturn).Distinct().Count());
        Assert.All(result.PeriodicEvaluations, e => Assert.InRange(e.Evaluation.MeanLength, 1, 12));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1100)]
    [InlineData(2000)]
    public void A_resumed_run_neither_repeats_nor_skips_one(long stopDuringStep)
    {
        TrainingRequest request = Evaluated(2500, 500).Simulated(2);
        new RunBench(request, _directory.At("whole")).Start();
        var interrupted = new RunBench(request, _directory.At("interrupted"));
        Assert.True(interrupted.Start(stopDuringStep).Interrupted);
        Assert.False(interrupted.Resume().Interrupted);
        string[] rows = File.ReadAllLines(Path.Combine(_directory.At("whole"), Table));
        Assert.Equal("agent_step,episodes,mean,standard_deviation,minimum,maximum,mean_length,evaluation", rows[0]);
        Assert.Equal(6, rows.Length);
        Assert.Equal(rows, File.ReadAllLines(Path.Combine(_directory.At("interrupted"), Table)));
    }

    [Fact]
    public void Another_interval_on_resume_begins_beyond_the_present_agent_step()
    {
        string path = _directory.At("run");
        new RunBench(Evaluated(1000, 400), path).Start();
        TrainingResult further = Trainer.Resume(Evaluated(2000, 300).For(new WalkTask()), RunDirectory.Open(path));
        Assert.Equal([4L, 5L, 6L], further.PeriodicEvaluations.Select(e => e.AgentStep / 300));
        Assert.Equal(1 + 2 + 3, File.ReadAllLines(Path.Combine(path, Table)).Length);
    }

    [Fact]
    public void Evaluations_of_no_episodes_are_refused()
    {
        TrainingRequest request = Requests.Small(1000, ("evaluation-interval", "100"));
        var refusal = Assert.Throws<InputException>(() => request.For(new WalkTask()));
        Assert.Equal(
            "The option evaluation-interval is 100 beside evaluation-episodes 0; expected auto, or at least 1 episode.", refusal.Message);
    }

    private static TrainingRequest Evaluated(long agentSteps, long interval, params ReadOnlySpan<(string Name, string Value)> more) =>
        Requests.Small(agentSteps, [("evaluation-interval", $"{interval}"), ("evaluation-episodes", "6"), .. more]);
}
