using System.Diagnostics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Parsing;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>A run of a study that is being trained. Another thread may read how far it is.</summary>
/// <param name="cell">The run.</param>
/// <param name="directory">The run's directory.</param>
internal sealed class CellTraining(StudyCell cell, string directory) : ITrainingObserver
{
    private long _agentSteps;
    private double _seconds;
    private long _rung = long.MaxValue;
    private CancellationTokenSource? _pause;

    /// <summary>The run.</summary>
    internal StudyCell Cell => cell;

    /// <summary>The share of the agent steps, or of the seconds if it is larger, that is done, from 0 to 1.</summary>
    internal double Share => Math.Min(1, Math.Max(
        (double)Volatile.Read(ref _agentSteps) / cell.Group.Configuration.AgentSteps,
        Volatile.Read(ref _seconds) / (cell.Group.Configuration.Run.TrainingSeconds ?? double.PositiveInfinity)));

    /// <summary>What went wrong and is no result of the training, for example a full disk; null if nothing did.</summary>
    internal Exception? Problem { get; private set; }

    /// <summary>Trains the run, or continues it from its newest checkpoint. It throws nothing.</summary>
    /// <param name="rung">T at which the run is stopped and its score is noted; null to train it to its end.</param>
    /// <param name="stop">Cancelled to end early; the state is then saved.</param>
    /// <returns>The result; null if the run was stopped, or if it could not be trained for another reason than its own learning.</returns>
    internal CellResult? Train(long? rung, CancellationToken stop)
    {
        try
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
            (_rung, _pause) = (rung ?? long.MaxValue, pause);
            CellResult? result = CellResult.Read(directory);
            if (result is null)
            {
                result = Learn(pause.Token);
                result?.Write(directory);
            }

            if (rung is { } at && (result is not null || Volatile.Read(ref _agentSteps) >= at)) RungScore.Write(directory, at, result);
            return result;
        }
        catch (Exception problem)
        {
            Problem = problem;
            return null;
        }
    }

    /// <summary>Trains the run. Only a gradient that is not finite is a failure of its learning.</summary>
    private CellResult? Learn(CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        double before = 0;
        try
        {
            TrainingConfiguration configuration = cell.Group.Configure(cell.Seed);
            TrainingResult result;
            if (File.Exists(Path.Combine(directory, RunPath.Manifest)))
            {
                using Continuation continuation = Continuation.Prepare(RunDirectory.Open(directory), configuration);
                before = continuation.Checkpoint.Seconds;
                result = Trainer.Resume(continuation, this, stop);
            }
            else
            {
                using RunDirectory own = RunDirectory.Create(directory, configuration);
                result = Trainer.Train(configuration, own, this, stop);
            }

            return result.Interrupted ? null : new CellResult(result.AgentSteps, SecondsSince(started, before), null)
            {
                IsOutOfTime = result.End == TrainingEnd.TrainingSeconds,
            };
        }
        catch (TrainingFaultException fault) when (fault.InnerException is NonFiniteGradientException)
        {
            return new CellResult(Volatile.Read(ref _agentSteps), SecondsSince(started, before), fault.Message);
        }
    }

    public void Observe(TrainingProgress progress)
    {
        Volatile.Write(ref _agentSteps, progress.AgentSteps);
        Volatile.Write(ref _seconds, progress.Seconds);
        if (progress.AgentSteps >= _rung) _pause!.Cancel();
    }

    public void ObserveEvaluation(int finished, int total)
    {
    }

    private static double SecondsSince(long started, double before) => before + Stopwatch.GetElapsedTime(started).TotalSeconds;
}
