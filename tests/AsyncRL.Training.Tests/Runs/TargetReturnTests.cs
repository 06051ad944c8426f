using AsyncRL.Core.State;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Runs that end when the mean return of the latest episodes reaches a target.</summary>
public sealed class TargetReturnTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_mean_is_that_of_the_latest_episodes_and_once_reached_stays_so()
    {
        var returns = new RecentReturns(2, 3);
        foreach ((double added, double mean, bool isReached) in new[]
        {
            (9.0, double.NaN, false), (0, double.NaN, false), (-6, 1, false), (9, 1, false), (3, 2, true), (-9, 1, true),
        })
        {
            returns.Add(added);
            Assert.Equal((mean, isReached), (returns.Mean, returns.IsReached));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    public void A_restored_mean_goes_on_with_the_same_bits(int before)
    {
        var whole = new RecentReturns(null, 5);
        for (int i = 0; i < before; i++) whole.Add(Math.Sin(i) / 3);
        var restored = new RecentReturns(null, 5);
        Restore(whole, restored);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Mean), BitConverter.DoubleToInt64Bits(restored.Mean));
            whole.Add(Math.Cos(i) / 7);
            restored.Add(Math.Cos(i) / 7);
        }
    }

    [Fact]
    public void Another_number_of_episodes_keeps_the_latest_and_another_target_is_not_yet_reached()
    {
        var whole = new RecentReturns(1, 4);
        for (int i = 1; i <= 6; i++) whole.Add(i);
        Assert.True(whole.IsReached);
        (RecentReturns fewer, RecentReturns more, RecentReturns higher) = (new(1, 2), new(1, 6), new(100, 4));
        foreach (RecentReturns restored in (RecentReturns[])[fewer, more, higher]) Restore(whole, restored);
        Assert.Equal((5.5, true), (fewer.Mean, fewer.IsReached));
        Assert.Equal((4, double.NaN), (more.Count, more.Mean));
        Assert.Equal((4.5, false), (higher.Mean, higher.IsReached));
    }

    [Fact]
    public void A_simulated_run_ends_at_the_same_agent_step_every_time_interrupted_or_not()
    {
        TrainingRequest request = Sought(20_000).Simulated(3);
        TrainingResult first = Bench("first").Start(), second = Bench("second").Start();
        Assert.Equal(TrainingEnd.TargetReturn, first.End);
        Assert.InRange(first.AgentSteps, 100, 15_000);
        RunBench interrupted = Bench("interrupted");
        Assert.True(interrupted.Start(stopDuringStep: first.AgentSteps / 2).Interrupted);
        TrainingResult resumed = interrupted.Resume();
        foreach (TrainingResult other in (TrainingResult[])[second, resumed])
        {
            Assert.Equal((first.End, first.AgentSteps, first.Episodes), (other.End, other.AgentSteps, other.Episodes));
            Bits.AssertSame(first.Theta, other.Theta, "theta");
        }

        RunBench Bench(string name) => new(request, _directory.At(name));
    }

    [Fact]
    public void A_threaded_run_ends_before_its_agent_steps_and_goes_on_with_another_target()
    {
        string path = _directory.At("run");
        TrainingResult result = new RunBench(Sought(100_000_000), path).Start();
        Assert.Equal((TrainingEnd.TargetReturn, false), (result.End, result.Interrupted));
        TrainingResult again = new RunBench(Sought(100_000_000), path).Resume();
        Assert.Equal((TrainingEnd.TargetReturn, result.AgentSteps), (again.End, again.AgentSteps));
        TrainingRequest further = Sought(result.AgentSteps + 200, ("target-return", "auto"));
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult longer = Trainer.Resume(further.For(new WalkTask()), directory);
        Assert.Equal(TrainingEnd.AgentSteps, longer.End);
        Assert.True(longer.AgentSteps >= result.AgentSteps + 200);
    }

    [Fact]
    public void Without_a_target_nothing_ends_the_run_before_its_agent_steps() =>
        Assert.Equal(TrainingEnd.AgentSteps, new RunBench(Requests.Small(500), _directory.At("run")).Start().End);

    /// <summary>The walk's returns are about those of random actions. The mean of 12 episodes soon exceeds their mean.</summary>
    private static TrainingRequest Sought(long agentSteps, params ReadOnlySpan<(string Name, string Value)> more) =>
        Requests.Small(agentSteps, [("target-return", "0.5"), ("target-episodes", "12"), .. more]);

    private static void Restore(RecentReturns from, RecentReturns to)
    {
        using var state = new MemoryStream();
        using (var writer = new BinaryWriter(state, System.Text.Encoding.UTF8, leaveOpen: true)) from.Transfer(new StateTransfer(writer));
        state.Position = 0;
        using var reader = new BinaryReader(state);
        to.Transfer(new StateTransfer(reader));
        Assert.Equal(state.Length, state.Position);
    }
}
