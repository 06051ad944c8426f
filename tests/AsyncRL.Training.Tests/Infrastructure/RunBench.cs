using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>A run that tests start, stop after a number of agent steps, and resume.</summary>
internal sealed class RunBench(TrainingRequest request, string path)
{
    internal const long ToTheEnd = long.MaxValue;

    internal string Path => path;

    /// <summary>Agent steps that resumed environments did before their first reset, over all starts and resumes.</summary>
    internal int ResumedInMidEpisode { get; private set; }

    /// <summary>
    /// Starts the run, and stops it while the given agent step is done, so that it ends with the segment that the step is of.
    /// </summary>
    internal TrainingResult Start(long stopDuringStep = ToTheEnd)
    {
        using var stop = new CancellationTokenSource();
        TrainingConfiguration configuration = request.For(StoppingTask(stop, stopDuringStep));
        return Trainer.Train(configuration, RunDirectory.Create(path, configuration), stop: stop.Token);
    }

    /// <summary>Continues the run as its directory says, and stops it again, or not; the steps count from where it is resumed.</summary>
    internal TrainingResult Resume(long stopDuringStep = ToTheEnd)
    {
        using var stop = new CancellationTokenSource();
        WalkTask task = StoppingTask(stop, stopDuringStep);
        RunDirectory directory = RunDirectory.Open(path);
        TrainingResult result = Trainer.Resume(directory.ReadRequest().For(task), directory, stop: stop.Token);
        ResumedInMidEpisode += task.BeganInMidEpisode;
        return result;
    }

    internal string ReadLog(string name) => File.ReadAllText(System.IO.Path.Combine(path, name));

    /// <summary>Paths of the checkpoints, the oldest first.</summary>
    internal string[] Checkpoints()
    {
        string[] files = Directory.GetFiles(System.IO.Path.Combine(path, "checkpoints"));
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static WalkTask StoppingTask(CancellationTokenSource stop, long stopDuringStep) => new()
    {
        Alter = (step, outcome) =>
        {
            if (step == stopDuringStep) stop.Cancel();
            return outcome;
        },
    };
}
