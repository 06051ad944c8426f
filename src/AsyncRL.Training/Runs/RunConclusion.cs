namespace AsyncRL.Training.Runs;

/// <summary>Concludes a run: the final evaluation, and the result.</summary>
/// <param name="configuration">The run.</param>
/// <param name="engine">The engine that trained.</param>
/// <param name="reporter">The counts of the run.</param>
/// <param name="checkpoints">The best checkpoint; null if nothing is written.</param>
/// <param name="directory">Keeps the final evaluation; null if nothing is written.</param>
/// <param name="observer">Receives the progress of the evaluation; optional.</param>
internal sealed class RunConclusion(
    TrainingConfiguration configuration, Engine engine, Reporter reporter, CheckpointMaker? checkpoints, RunDirectory? directory,
    ITrainingObserver? observer)
{
    /// <summary>Evaluates a finished run and makes the result.</summary>
    /// <param name="theta">θ of the run.</param>
    /// <param name="agentSteps">T.</param>
    /// <param name="seconds">Seconds trained.</param>
    /// <param name="isFinished">Whether T_max or an early end is reached and every gradient is applied.</param>
    /// <param name="stop">Cancelled to leave out the evaluation.</param>
    internal TrainingResult Make(float[] theta, long agentSteps, double seconds, bool isFinished, CancellationToken stop)
    {
        bool evaluated = TryEvaluate(isFinished, theta, stop, out Evaluation? evaluation);
        return new TrainingResult
        {
            AgentSteps = agentSteps,
            Seconds = seconds,
            Episodes = reporter.Episodes,
            DroppedEpisodes = reporter.DroppedEpisodes,
            End = !isFinished || !evaluated ? TrainingEnd.Interrupted
                : agentSteps >= configuration.AgentSteps ? TrainingEnd.AgentSteps
                : engine.RecentReturns.IsReached ? TrainingEnd.TargetReturn : TrainingEnd.TrainingSeconds,
            Theta = theta,
            Normalization = engine.Normalization,
            Evaluation = evaluation,
            PeriodicEvaluations = reporter.Evaluations,
            BestCheckpoint = checkpoints?.Best,
            Metrics = reporter.Metrics(seconds),
        };
    }

    /// <summary>Runs the final evaluation, if the run has one.</summary>
    /// <returns>False if it was stopped.</returns>
    private bool TryEvaluate(bool isFinished, float[] theta, CancellationToken stop, out Evaluation? evaluation)
    {
        evaluation = null;
        int episodes = configuration.Run.EvaluationEpisodes;
        if (!isFinished || episodes == 0) return true;
        if (directory is not null && FinalEvaluation.Read(directory, theta, configuration.Run) is { } known)
        {
            evaluation = known;
            return true;
        }

        int total = (int)Evaluator.EpisodesInAll(configuration, episodes, greedy: false);
        try
        {
            evaluation = Evaluator.Evaluate(
                configuration,
                theta,
                episodes,
                configuration.Seed,
                greedy: false,
                done => observer?.ObserveEvaluation((int)done, total),
                engine.Normalization,
                stop: stop);
            if (directory is not null) FinalEvaluation.Write(directory, theta, evaluation);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
