using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>The figures of a run that is complete, read from its files.</summary>
/// <param name="AgentSteps">T at the end.</param>
/// <param name="Seconds">Seconds trained, without the final evaluation.</param>
/// <param name="Evaluation">The final evaluation; null if the run has none.</param>
public sealed record FinishedRun(long AgentSteps, double Seconds, Evaluation? Evaluation)
{
    /// <summary>Reads the figures. Nothing is written, and the run is not locked.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="configuration">The run.</param>
    /// <returns>The figures; null if agent steps or the final evaluation are left to do.</returns>
    /// <exception cref="InputException">The checkpoint is damaged or of another run.</exception>
    public static FinishedRun? Read(RunDirectory directory, TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(configuration);
        if (directory.HasNotBegun) return null;
        using CheckpointFile selected = directory.SelectCheckpoint(configuration);
        Checkpoint checkpoint = selected.Checkpoint;
        if (checkpoint.AgentSteps < configuration.AgentSteps) return null;
        bool isEvaluated = configuration.Run.EvaluationEpisodes > 0;
        Evaluation? evaluation = isEvaluated ? FinalEvaluation.Read(directory, selected.ReadTheta(), configuration.Run) : null;
        return isEvaluated && evaluation is null ? null : new FinishedRun(checkpoint.AgentSteps, checkpoint.Seconds, evaluation);
    }

    /// <summary>Makes sure that a run was made with the settings of a configuration.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InputException">A setting differs, or the manifest cannot be read.</exception>
    public static void CheckSettings(RunDirectory directory, TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(configuration);
        Dictionary<string, string> made = RunSettings.Of(TrainingConfiguration.Resolve(directory.ReadRequestToPlay()));
        foreach ((string name, string value) in RunSettings.Of(configuration))
        {
            string before = made.GetValueOrDefault(name, "");
            if (before == value) continue;
            throw new InputException(
                $"The run in {directory.GivenPath} was made with {name} {before}, not with {value}; "
                + "expected the same settings or another directory.");
        }
    }
}
