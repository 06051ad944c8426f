using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The best checkpoint of a run, which is kept in addition to the newest.</summary>
public sealed class BestCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void With_evaluations_it_is_the_theta_of_the_best_one()
    {
        var run = new RunBench(Evaluated(3000), _directory.At("run"));
        TrainingResult result = run.Start();
        PeriodicEvaluation best = result.PeriodicEvaluations.MaxBy(e => e.Evaluation.MeanReturn)!;
        Assert.Equal(new BestCheckpoint(best.AgentStep, best.Evaluation.MeanReturn, true), result.BestCheckpoint);
        using var kept = CheckpointFile.Open(run.BestCheckpoint);
        Assert.Equal((best.AgentStep, result.BestCheckpoint), (kept.Checkpoint.AgentSteps, kept.Checkpoint.Best));
        Assert.Equal(2, run.Checkpoints().Length);

        TrainingConfiguration configuration = Evaluated(3000).For(new WalkTask());
        ulong seed = new RandomGenerator(configuration.Seed).Split((1ul << 43) + (ulong)(best.AgentStep / 300)).NextUInt64();
        Evaluation again = Evaluator.Evaluate(configuration, kept.ReadTheta(), 6, seed, greedy: false);
        Assert.Equal(best.Evaluation.MeanReturn, again.MeanReturn);
        Assert.Equal(run.BestCheckpoint, RunDirectory.Open(run.Path).SelectCheckpoint(configuration, "BEST").Path);
    }

    [Fact]
    public void Without_evaluations_it_is_chosen_by_the_latest_episodes_once_there_are_enough()
    {
        TrainingResult few = new RunBench(Requests.Small(60), _directory.At("few")).Start();
        Assert.Null(few.BestCheckpoint);
        var run = new RunBench(Requests.Small(3000, ("checkpoint-seconds", "0.01")), _directory.At("run"));
        TrainingResult result = run.Start();
        Assert.False(result.BestCheckpoint!.IsEvaluated);
        using var kept = CheckpointFile.Open(run.BestCheckpoint);
        Assert.Equal(result.BestCheckpoint.AgentSteps, kept.Checkpoint.AgentSteps);
    }

    [Theory]
    [InlineData(1100)]
    [InlineData(2000)]
    public void An_interrupted_run_keeps_the_same_one(long stopDuringStep)
    {
        TrainingResult whole = new RunBench(Evaluated(2500), _directory.At("whole")).Start();
        var interrupted = new RunBench(Evaluated(2500), _directory.At("interrupted"));
        interrupted.Start(stopDuringStep);
        Assert.Equal(whole.BestCheckpoint, interrupted.Resume().BestCheckpoint);
    }

    [Fact]
    public void A_tie_keeps_the_earlier_and_another_kind_of_mean_begins_anew()
    {
        var best = new BestCheckpoint(100, 1.5, true);
        Assert.True(best.Replaces(null));
        Assert.False(new BestCheckpoint(200, 1.5, true).Replaces(best));
        Assert.True(new BestCheckpoint(200, 1.6, true).Replaces(best));
        Assert.True(new BestCheckpoint(200, -9, false).Replaces(best));
    }

    [Fact]
    public void A_run_goes_on_from_the_best_even_if_it_is_killed_at_once()
    {
        var run = new RunBench(Evaluated(3000), _directory.At("run"));
        long agentSteps = run.Start().BestCheckpoint!.AgentSteps;
        TrainingConfiguration configuration = Evaluated(3000).For(new WalkTask());
        using (var prepared = Continuation.Prepare(RunDirectory.Open(run.Path), configuration, "best"))
            Assert.Equal(agentSteps, prepared.Checkpoint.AgentSteps);
        Assert.Equal(agentSteps, RunDirectory.Open(run.Path).ReadCheckpoint(configuration).AgentSteps);
    }

    [Fact]
    public void A_damaged_one_is_refused_by_name_and_replaced_by_the_run()
    {
        var run = new RunBench(Evaluated(2000), _directory.At("run"));
        run.Start(stopDuringStep: 1200);
        File.WriteAllText(run.BestCheckpoint, "damaged");
        TrainingConfiguration configuration = Evaluated(2000).For(new WalkTask());
        Assert.Throws<InputException>(() => RunDirectory.Open(run.Path).SelectCheckpoint(configuration, "best"));
        Assert.NotNull(run.Resume().BestCheckpoint);
        using var kept = CheckpointFile.Open(run.BestCheckpoint);
        Assert.True(kept.Checkpoint.AgentSteps > 1000);
    }

    private static TrainingRequest Evaluated(long agentSteps) =>
        Requests.Small(agentSteps, ("evaluation-interval", "300"), ("evaluation-episodes", "6")).Simulated(2);
}
