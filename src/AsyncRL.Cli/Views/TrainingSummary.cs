using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>A few lines with the result of a run and with commands for the next steps.</summary>
internal static class TrainingSummary
{
    /// <summary>Writes the summary of a finished run.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="result">The result.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="path">The run directory.</param>
    internal static void Write(TextWriter writer, TrainingResult result, TrainingConfiguration configuration, string path)
    {
        string directory = NumberText.Quoted(path);
        writer.WriteLine(
            $"Trained {NumberText.Count(result.AgentSteps)} agent steps in {NumberText.Significant(result.Seconds)} s "
            + $"({NumberText.Count(result.AgentStepsPerSecond)} per second), {NumberText.Count(result.Episodes, "episode")}.");
        if (result.End == TrainingEnd.TargetReturn) writer.WriteLine(DescribeTarget(configuration));
        if (result.Evaluation is { } evaluation)
            WriteEvaluation(writer, evaluation, Evaluator.IsGreedy(configuration, greedy: false));
        if (result.BestCheckpoint is { } best)
        {
            string source = best.IsEvaluated ? "in its evaluation" : "over its latest episodes";
            writer.WriteLine(
                $"Best checkpoint: agent step {NumberText.Count(best.AgentSteps)}, mean return {NumberText.MeanReturn(best.MeanReturn)} "
                + $"{source}; asyncrl evaluate {directory} --checkpoint best");
        }

        writer.WriteLine($"Run directory: {path}");
        writer.WriteLine($"Watch it:      asyncrl play {directory}");
        writer.WriteLine($"Evaluate more: asyncrl evaluate {directory} --episodes 1000");
    }

    /// <summary>Writes the state of an interrupted run.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="result">The result so far.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="path">The run directory.</param>
    internal static void WriteInterrupted(TextWriter writer, TrainingResult result, long lastAgentStep, string path)
    {
        (string done, string all) = (NumberText.Count(result.AgentSteps), NumberText.Count(lastAgentStep));
        writer.WriteLine($"Interrupted at agent step {done} of {all}; saved in {path}");
        writer.WriteLine($"Continue it: {ResumeCommand(path)}");
    }

    /// <summary>Describes the latest periodic evaluation as a part of a line.</summary>
    /// <param name="progress">The progress of the run.</param>
    /// <returns>The part; empty before the first evaluation.</returns>
    internal static string DescribeLatest(TrainingProgress progress) => progress.LatestEvaluation is { } latest
        ? $"; evaluated at agent step {NumberText.Count(latest.AgentStep)}: "
            + $"mean return {NumberText.MeanReturn(latest.Evaluation.MeanReturn)}"
        : "";

    /// <summary>The reason why a run ended, as a word for JSON documents.</summary>
    /// <param name="end">The reason.</param>
    /// <returns>The word.</returns>
    internal static string WordFor(TrainingEnd end) => end switch
    {
        TrainingEnd.AgentSteps => "agent-steps",
        TrainingEnd.TargetReturn => "target-return",
        _ => "interrupted",
    };

    /// <summary>Makes the sentence about a run that ended because it reached its target return.</summary>
    private static string DescribeTarget(TrainingConfiguration configuration)
    {
        string episodes = NumberText.Count(configuration.Run.TargetEpisodes, "episode");
        return $"The run ended before its {NumberText.Count(configuration.AgentSteps)} agent steps: the mean return of the latest "
            + $"{episodes} reached the target-return {NumberText.Return(configuration.Run.TargetReturn ?? double.NaN)}.";
    }

    /// <summary>The command that continues a run.</summary>
    /// <param name="path">The run directory.</param>
    /// <returns>A command line.</returns>
    internal static string ResumeCommand(string path) => $"asyncrl train --resume {NumberText.Quoted(path)}";

    /// <summary>Writes an evaluation in a sentence.</summary>
    /// <param name="writer">Receives the sentence.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="greedy">Whether it is of greedy episodes.</param>
    internal static void WriteEvaluation(TextWriter writer, Evaluation evaluation, bool greedy)
    {
        string kind = greedy ? "the most probable actions" : "actions drawn from the policy";
        string beside = greedy ? "" : $"; with the most probable actions {NumberText.MeanReturn(evaluation.GreedyMeanReturn)}";
        writer.WriteLine(
            $"Evaluation over {NumberText.Count(evaluation.Episodes, "new episode")}, {kind}: "
            + $"mean return {NumberText.MeanReturn(evaluation.MeanReturn)} ± {NumberText.MeanReturn(evaluation.StdReturn)} "
            + $"({NumberText.Return(evaluation.MinReturn)} to {NumberText.Return(evaluation.MaxReturn)}){beside}.");
        string cut = EpisodeLimit.Describe(evaluation.CutEpisodes, evaluation.AgentStepsPerEpisode);
        if (cut.Length > 0) writer.WriteLine(cut);
    }
}
