using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Runs that end after a time.</summary>
public sealed class TrainingSecondsTests : IDisposable
{
    private const double Seconds = 0.2;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_time_is_over_when_it_is_noted_and_stays_so()
    {
        var end = new EarlyEnd(new RecentReturns(null, 3), 2);
        foreach ((double trained, bool isReached) in new[] { (0, false), (1.9, false), (2.0, true), (1.0, true) })
        {
            end.Note(trained);
            Assert.Equal(isReached, end.IsReached);
        }

        var never = new EarlyEnd(new RecentReturns(null, 3), null);
        never.Note(double.MaxValue);
        Assert.False(never.IsReached);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_ends_whole_after_its_seconds_and_goes_on_with_more(bool isSimulated)
    {
        string path = _directory.At("run");
        TrainingRequest request = Timed(100_000_000, isSimulated);
        TrainingResult result = new RunBench(request, path).Start();
        Assert.Equal((TrainingEnd.TrainingSeconds, false), (result.End, result.Interrupted));
        Assert.InRange(result.Seconds, Seconds, 20);
        Assert.InRange(result.AgentSteps, 1, 99_000_000);
        Assert.NotNull(result.Evaluation);

        // Resumed with the same time, it has nothing left to do and the same parameters.
        TrainingResult again = new RunBench(request, path).Resume();
        Assert.Equal((TrainingEnd.TrainingSeconds, result.AgentSteps), (again.End, again.AgentSteps));
        Bits.AssertSame(result.Theta, again.Theta, "theta");
        Assert.Equal(result.Evaluation!.MeanReturn, again.Evaluation!.MeanReturn);
        TrainingRequest further = Timed(result.AgentSteps + 200, isSimulated, ("training-seconds", "auto"));
        TrainingResult longer = Trainer.Resume(further.For(new WalkTask()), RunDirectory.Open(path));
        Assert.Equal(TrainingEnd.AgentSteps, longer.End);
        Assert.True(longer.AgentSteps >= result.AgentSteps + 200);
    }

    [Fact]
    public void A_stop_before_the_time_is_over_interrupts_the_run()
    {
        var bench = new RunBench(Timed(100_000_000, isSimulated: true, ("training-seconds", "1000")), _directory.At("run"));
        Assert.True(bench.Start(stopDuringStep: 300).Interrupted);
    }

    [Fact]
    public void Agent_steps_that_are_done_in_time_end_the_run() =>
        Assert.Equal(
            TrainingEnd.AgentSteps,
            new RunBench(Timed(500, isSimulated: true, ("training-seconds", "1000")), _directory.At("run")).Start().End);

    private static TrainingRequest Timed(long agentSteps, bool isSimulated, params ReadOnlySpan<(string Name, string Value)> more)
    {
        TrainingRequest request = Requests.Small(
            agentSteps,
            [("training-seconds", "0.2"), ("delay-agent-steps", isSimulated ? "5" : "0"), ("evaluation-episodes", "3"), .. more]);
        return isSimulated ? request.Simulated(3) : request;
    }
}
