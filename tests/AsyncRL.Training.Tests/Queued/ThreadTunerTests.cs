using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Queued;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>The rule of the tuner on recorded speeds, and the roles that it gives to threads.</summary>
public class ThreadTunerTests
{
    [Theory]
    [InlineData(80.0, false)]
    [InlineData(99.9, false)]
    [InlineData(100.0, true)]
    [InlineData(130.0, true)]
    public void A_change_is_kept_if_the_trainings_per_second_did_not_fall(double rate, bool isKept) =>
        PropertyCheck.ForAllSeeds("tuner", 50, seed =>
        {
            var tuner = new ThreadTuner(5, 2, 2, new RandomGenerator(seed));
            for (int trial = 0; trial < 20; trial++)
            {
                (int predictors, int trainers) = (tuner.Predictors, tuner.Trainers);
                while (!tuner.IsTrying) tuner.EndInterval(100);
                (int changedPredictors, int changedTrainers) = (tuner.Predictors, tuner.Trainers);
                Assert.InRange(Math.Abs(changedPredictors - predictors), 0, 1);
                Assert.InRange(Math.Abs(changedTrainers - trainers), 0, 1);
                Assert.InRange(Math.Min(changedPredictors, changedTrainers), 1, 5);
                Assert.InRange(Math.Max(changedPredictors, changedTrainers), 1, 5);
                tuner.EndInterval(rate);
                Assert.False(tuner.IsTrying);
                Assert.Equal(
                    isKept ? (changedPredictors, changedTrainers) : (predictors, trainers), (tuner.Predictors, tuner.Trainers));
            }
        });

    /// <summary>Speeds of a machine on which two predictors and three trainers are best: the walk finds them, and stays.</summary>
    [Fact]
    public void The_walk_finds_the_best_numbers_of_recorded_speeds() => PropertyCheck.ForAllSeeds("walk", 20, seed =>
    {
        var tuner = new ThreadTuner(4, 4, 1, new RandomGenerator(seed));
        for (int interval = 0; interval < 400; interval++)
            tuner.EndInterval(1000 - (100 * Math.Abs(tuner.Predictors - 2)) - (100 * Math.Abs(tuner.Trainers - 3)));
        if (tuner.IsTrying) tuner.EndInterval(0);
        Assert.Equal((2, 3), (tuner.Predictors, tuner.Trainers));
    });

    [Fact]
    public void A_resumed_tuner_goes_the_same_way()
    {
        ThreadTuner saved = Tuner(3), restored = Tuner(8);
        for (int i = 0; i < 7; i++) saved.EndInterval(10 + i);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) saved.Transfer(new StateTransfer(writer));
        stream.Position = 0;
        restored.Transfer(new StateTransfer(new BinaryReader(stream)));
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal((saved.Predictors, saved.Trainers, saved.IsTrying), (restored.Predictors, restored.Trainers, restored.IsTrying));
            saved.EndInterval(100 - i);
            restored.EndInterval(100 - i);
        }

        static ThreadTuner Tuner(ulong seed) => new(6, 3, 3, new RandomGenerator(seed));
    }

    /// <summary>A trainer that loses its role in the middle of a batch completes it. Its segments would become old otherwise.</summary>
    [Fact]
    public void A_thread_works_while_it_has_the_role_and_completes_what_it_has_begun()
    {
        var generator = new RandomGenerator(1);
        var tuner = new ThreadTuner(2, 1, 1, generator);
        var statistics = new ActorStatistics();
        var role = new CountedRole();
        TunedRole first = new(role, tuner, 0, statistics), second = new(role, tuner, 1, statistics);
        Assert.Equal((true, false), (first.IsReady, second.IsReady));
        role.HasBegun = true;
        Assert.True(second.IsReady);
        role.HasBegun = false;
        while (tuner.Trainers < 2) tuner.EndInterval(tuner.IsTrying ? 0 : 1);
        Assert.True(second.IsReady);
        second.Work();
        statistics.Publish();
        Assert.Equal((1, 2), (role.Turns, statistics.SumOf("trainer_threads")));
    }

    /// <summary>Every thread acts, the first one predicts, and the last one learns.</summary>
    [Fact]
    public void All_threads_of_a_tuned_run_act()
    {
        var options = new Ga3cOptions { Environments = 3, TMax = 2, TrainingMinBatch = 6, TunerSeconds = 1e6 };
        ScriptedTask[] tasks = Array.ConvertAll(new int[3], _ => new ScriptedTask(new StepOutcome(1, false, false)));
        var bench = new SynchronousBench(new Ga3c { Options = options }, ImpalaTests.StructureOf(false), tasks, 3, 4);
        foreach (IWorker worker in bench.Workers) Assert.Equal(Turn.Worked, worker.Run());
        Assert.Equal((Turn.Waiting, Turn.Waiting), (bench.Workers[1].Run(), bench.Workers[2].Run()));
        for (int i = 0; i < 100; i++)
        {
            foreach (IWorker worker in bench.Workers) worker.Run();
        }

        foreach (ScriptedTask task in tasks) Assert.True(task.Instances[0].Steps > 4);
        Assert.True(bench.Shared.Updates > 2);
        Assert.Equal(bench.Shared.Updates, bench.Workers[2].Statistics.Read().Updates);
        Assert.Equal(0, bench.Workers[1].Statistics.CountOf("prediction_rows"));
    }

    private sealed class CountedRole : IRole
    {
        public LocalModel? Model => null;

        public bool IsReady => true;

        public bool IsFinished => false;

        public bool HasBegun { get; set; }

        internal int Turns { get; private set; }

        public bool Work()
        {
            Turns++;
            return true;
        }

        public void Abandon()
        {
        }
    }
}
