using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>What a run came to, and what to do next, in a few lines.</summary>
internal static class TrainingSummary
{
    /// <summary>Writes the summary of a finished run.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="configuration">What ran.</param>
    /// <param name="path">The run directory.</param>
    internal static void Write(TextWriter writer, TrainingResult result, TrainingConfiguration configuration, string path)
    {
        string directory = Figure.Quoted(path);
        writer.WriteLine(
            $"Trained {Figure.Count(result.AgentSteps)} agent steps in {Figure.Significant(result.Seconds)} s "
            + $"({Figure.Count(result.AgentStepsPerSecond)} per second), {Figure.Count(result.Episodes, "episode")}.");
        if (result.End == TrainingEnd.TargetReturn) writer.WriteLine(DescribeTarget(configuration));
        if (result.Evaluation is { } evaluation)
            WriteEvaluation(writer, evaluation, Evaluator.IsGreedy(configuration, greedy: false));
        if (result.BestCheckpoint is { } best)
        {
            string source = best.IsEvaluated ? "in its evaluation" : "over its latest episodes";
            writer.WriteLine(
                $"Best checkpoint: agent step {Figure.Count(best.AgentSteps)}, mean return {Figure.MeanReturn(best.MeanReturn)} {source}; "
                + $"asyncrl evaluate {directory} --checkpoint best");
        }

        writer.WriteLine($"Run directory: {path}");
        writer.WriteLine($"Watch it:      asyncrl play {directory}");
        writer.WriteLine($"Evaluate more: asyncrl evaluate {directory} --episodes 1000");
    }

    /// <summary>Writes where an interrupted run stands.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="result">What it came to so far.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="path">The run directory.</param>
    internal static void WriteInterrupted(TextWriter writer, TrainingResult result, long lastAgentStep, string path)
    {
        writer.WriteLine($"Interrupted at agent step {Figure.Count(result.AgentSteps)} of {Figure.Count(lastAgentStep)}; saved in {path}");
        writer.WriteLine($"Continue it: {ResumeCommand(path)}");
    }

    /// <summary>The latest periodic evaluation, as a part of a line.</summary>
    /// <param name="progress">How a run stands.</param>
    /// <returns>The part; empty before the first.</returns>
    internal static string DescribeLatest(TrainingProgress progress) => progress.LatestEvaluation is { } latest
        ? $"; evaluated at agent step {Figure.Count(latest.AgentStep)}: mean return {Figure.MeanReturn(latest.Evaluation.MeanReturn)}"
        : "";

    /// <summary>Why a run ended, as a word for programs.</summary>
    /// <param name="end">Why.</param>
    /// <returns>The word.</returns>
    internal static string WordFor(TrainingEnd end) => end switch
    {
        TrainingEnd.AgentSteps => "agent-steps",
        TrainingEnd.TargetReturn => "target-return",
        _ => "interrupted",
    };

    /// <summary>The sentence about a run that its target return ended.</summary>
    private static string DescribeTarget(TrainingConfiguration configuration)
    {
        string episodes = Figure.Count(configuration.Run.TargetEpisodes, "episode");
        return $"The run ended before its {Figure.Count(configuration.AgentSteps)} agent steps: the mean return of the latest {episodes} "
            + $"reached the target-return {Figure.Return(configuration.Run.TargetReturn ?? double.NaN)}.";
    }

    /// <summary>The command that continues a run.</summary>
    /// <param name="path">The run directory.</param>
    /// <returns>A command line.</returns>
    internal static string ResumeCommand(string path) => $"asyncrl train --resume {Figure.Quoted(path)}";

    /// <summary>Writes an evaluation in a sentence.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="evaluation">The figures.</param>
    /// <param name="greedy">Whether they are of greedy episodes.</param>
    internal static void WriteEvaluation(TextWriter writer, Evaluation evaluation, bool greedy)
    {
        string kind = greedy ? "the most probable actions" : "actions drawn from the policy";
        string beside = greedy ? "" : $"; with the most probable actions {Figure.MeanReturn(evaluation.GreedyMeanReturn)}";
        writer.WriteLine(
            $"Evaluation over {Figure.Count(evaluation.Episodes, "fresh episode")}, {kind}: "
            + $"mean return {Figure.MeanReturn(evaluation.MeanReturn)} ± {Figure.MeanReturn(evaluation.StdReturn)} "
            + $"({Figure.Return(evaluation.MinReturn)} to {Figure.Return(evaluation.MaxReturn)}){beside}.");
        string cut = EpisodeLimit.Describe(evaluation.CutEpisodes, evaluation.AgentStepsPerEpisode);
        if (cut.Length > 0) writer.WriteLine(cut);
    }
}
