using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A run that tests start, stop after a number of agent steps, and resume.</summary>
/// <param name="request">The request.</param>
/// <param name="path">The run's directory.</param>
/// <param name="task">The task; a <see cref="WalkTask"/> if null.</param>
internal sealed class RunBench(TrainingRequest request, string path, EnvironmentDescription? task = null)
{
    internal const long ToTheEnd = long.MaxValue;

    internal string Path => path;

    /// <summary>Number of resumed walks that began with an agent step instead of a reset.</summary>
    internal int ResumedInMidEpisode { get; private set; }

    /// <summary>
    /// Starts the run, and stops it during the given agent step, so that it ends with the segment of this step.
    /// </summary>
    internal TrainingResult Start(long stopDuringStep = ToTheEnd)
    {
        using var stop = new CancellationTokenSource();
        TrainingConfiguration configuration = request.For(StoppingTask(stop, stopDuringStep));
        return Trainer.Train(configuration, RunDirectory.Create(path, configuration), stop: stop.Token);
    }

    /// <summary>Continues the run from its directory, and possibly stops it again. Agent steps are counted from the resumption.</summary>
    internal TrainingResult Resume(long stopDuringStep = ToTheEnd)
    {
        using var stop = new CancellationTokenSource();
        EnvironmentDescription stopping = StoppingTask(stop, stopDuringStep);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult result = Trainer.Resume(directory.ReadRequest().For(stopping), directory, stop: stop.Token);
        ResumedInMidEpisode += (stopping as WalkTask)?.BeganInMidEpisode ?? 0;
        return result;
    }

    /// <summary>
    /// Runs once without interruption, and once with an interruption during each of the agent steps, counted from the last resumption.
    /// Asserts that both runs end with the same bits.
    /// </summary>
    /// <returns>The two runs.</returns>
    internal static (RunBench Whole, RunBench Pieces) AssertInterruptionsChangeNothing(
        TrainingRequest request, TemporaryDirectory directory, long[] stops, EnvironmentDescription? task = null)
    {
        var whole = new RunBench(request, directory.At("whole"), task);
        TrainingResult expected = whole.Start();
        Assert.False(expected.Interrupted);
        var pieces = new RunBench(request, directory.At("pieces"), task);
        Assert.True(pieces.Start(stops[0]).Interrupted);
        foreach (long stop in stops[1..]) Assert.True(pieces.Resume(stop).Interrupted);
        TrainingResult actual = pieces.Resume();
        Assert.Equal((expected.AgentSteps, expected.Episodes, false), (actual.AgentSteps, actual.Episodes, actual.Interrupted));
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        return (whole, pieces);
    }

    internal string ReadLog(string name) => File.ReadAllText(System.IO.Path.Combine(path, name));

    /// <summary>The best checkpoint, which no other checkpoint replaces.</summary>
    internal string BestCheckpoint => System.IO.Path.Combine(path, "checkpoints", "best.checkpoint");

    /// <summary>Paths of the other checkpoints, the oldest first.</summary>
    internal string[] Checkpoints()
    {
        string[] files = Array.FindAll(
            Directory.GetFiles(System.IO.Path.Combine(path, "checkpoints")), file => file != BestCheckpoint);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private EnvironmentDescription StoppingTask(CancellationTokenSource stop, long stopDuringStep)
    {
        if (task is not null) return new ObservedTask(task, During);
        return new WalkTask
        {
            Alter = (step, outcome) =>
            {
                During(step);
                return outcome;
            },
        };

        // Every thread that reaches the agent step stops the run and waits until it is stopped. Otherwise the other threads could reach the
        // end of the run while the stopping thread is descheduled.
        void During(long step)
        {
            if (step < stopDuringStep) return;
            lock (stop) stop.Cancel();
        }
    }
}
