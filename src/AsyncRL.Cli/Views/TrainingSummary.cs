using System.Globalization;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>What a run is, in a few words, and a few lines with its result and with commands for the next steps.</summary>
internal static class TrainingSummary
{
    /// <summary>The number of actor-learners and their execution, for messages.</summary>
    internal static string ActorsOf(TrainingConfiguration configuration) => configuration switch
    {
        { Groups: > 1 } => $"{NumberText.Count(configuration.Threads, "thread")} in {NumberText.Count(configuration.Groups, "group")}",
        _ when configuration.Threads == configuration.ActorLearners => NumberText.Count(configuration.Threads, "thread"),
        _ => $"{NumberText.Count(configuration.ActorLearners, "actor")} simulated",
    };

    /// <summary>Writes the summary of a finished run.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="result">The result.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="path">The run directory.</param>
    /// <param name="command">What runs the command in a shell: "asyncrl".</param>
    /// <param name="curve">The picture of the learning curve; null if there is none.</param>
    internal static void Write(
        TextWriter writer, TrainingResult result, TrainingConfiguration configuration, string path, string command, string? curve)
    {
        string directory = NumberText.Quoted(path);
        writer.WriteLine(
            $"Trained {NumberText.Count(result.AgentSteps)} agent steps in {NumberText.Significant(result.Seconds)} s "
            + $"({NumberText.Count(result.AgentStepsPerSecond)} per second), {NumberText.Count(result.Episodes, "episode")}.");
        if (result.End == TrainingEnd.TargetReturn) writer.WriteLine(DescribeTarget(configuration));
        if (result.End == TrainingEnd.TrainingSeconds)
        {
            writer.WriteLine(
                $"The run ended before its {NumberText.Count(configuration.AgentSteps)} agent steps: its training-seconds, "
                + $"{NumberText.Significant(configuration.Run.TrainingSeconds ?? double.NaN)}, were over.");
        }

        if (result.Evaluation is { } evaluation)
            WriteEvaluation(writer, evaluation, Evaluator.IsGreedy(configuration, greedy: false));
        if (result.BestCheckpoint is { } best)
        {
            string source = best.IsEvaluated ? "in its evaluation" : "over its latest episodes";
            writer.WriteLine(
                $"Best checkpoint: agent step {NumberText.Count(best.AgentSteps)}, mean return {NumberText.MeanReturn(best.MeanReturn)} "
                + $"{source}; {command} evaluate {directory} --checkpoint best");
        }

        writer.WriteLine($"Run directory: {path}");
        if (curve is not null) writer.WriteLine($"Its curve:     {curve}");
        writer.WriteLine($"Watch it:      {command} play {directory}");
        writer.WriteLine($"Evaluate more: {command} evaluate {directory} --episodes 1000");
    }

    /// <summary>Writes the state of an interrupted run.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="result">The result so far.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="path">The run directory.</param>
    /// <param name="command">What runs the command in a shell: "asyncrl".</param>
    internal static void WriteInterrupted(TextWriter writer, TrainingResult result, long lastAgentStep, string path, string command)
    {
        (string done, string all) = (NumberText.Count(result.AgentSteps), NumberText.Count(lastAgentStep));
        writer.WriteLine($"Interrupted at agent step {done} of {all}; saved in {path}");
        writer.WriteLine($"Continue it: {ResumeCommand(path, command)}");
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
        TrainingEnd.TrainingSeconds => "training-seconds",
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
    /// <param name="command">What runs the command in a shell: "asyncrl".</param>
    /// <returns>A command line.</returns>
    internal static string ResumeCommand(string path, string command) => $"{command} train --resume {NumberText.Quoted(path)}";

    /// <summary>Writes an evaluation in a sentence.</summary>
    /// <param name="writer">Receives the sentence.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="greedy">Whether the episodes were greedy.</param>
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

/// <summary>The note about a run whose network is not the one for which the environment's settings were found.</summary>
internal static class SettingsNote
{
    /// <summary>Makes the sentence.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The sentence; null if the network has the layers of the preset's network, or if there is no preset.</returns>
    internal static string? OnNetwork(TrainingConfiguration configuration)
    {
        (string environment, string algorithm) = (configuration.Environment.Name, configuration.Algorithm.Name);
        Preset preset = Preset.For(environment, algorithm);
        if (!preset.IsKnown) return null;
        NetworkDescription network = configuration.Network.Description, known = NamedParts.Network(preset.Network);
        known = OptionSet.With(new NetworkOptions(), preset.Assignments, new HashSet<string>()).Resize(known);
        if (network.Trunk.AsSpan().SequenceEqual(known.Trunk.AsSpan())) return null;

        // A network with other sizes keeps its name. Then the layers distinguish the two networks.
        bool namesDiffer = network.Name != known.Name;
        return $"Note: The settings of {algorithm} on {environment} were found for the network {NameOf(known)}; "
            + $"the network {NameOf(network)} may need another learning rate.";

        string NameOf(NetworkDescription description) => namesDiffer ? description.Name : $"{description.Name} ({description})";
    }
}

/// <summary>The advice after a failed training, as complete commands.</summary>
internal static class FaultAdvice
{
    private const double SmallerBy = 10;

    /// <summary>Makes the advice, and adds the stack trace if the failure is a bug.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="path">The run directory.</param>
    /// <param name="fault">The failure.</param>
    /// <param name="command">What runs the command in a shell: "asyncrl".</param>
    /// <returns>Lines of text.</returns>
    internal static IEnumerable<string> Lines(
        TrainingConfiguration configuration, string path, TrainingFaultException fault, string command)
    {
        string resume = TrainingSummary.ResumeCommand(path, command);
        if (fault.InnerException is not NonFiniteGradientException)
        {
            yield return $"The last state is saved in {path}; to continue from it: {resume}";
            if (fault.InnerException is not EnvironmentFaultException) yield return $"{fault.InnerException}";
            yield break;
        }

        string steps = NumberText.Count(fault.ResumesFrom ?? 0, "agent step");
        yield return $"{path} keeps the checkpoint of {steps}, from before the fault; to continue from it with smaller updates: "
            + $"{resume}{SmallerUpdates(configuration)}";
    }

    /// <summary>
    /// The options of smaller updates: the preset's learning rate if the present one is larger, otherwise a tenth of the present one, and a
    /// limit of the gradient's norm if there is none.
    /// </summary>
    private static string SmallerUpdates(TrainingConfiguration configuration)
    {
        OptimizerOptions present = configuration.Optimizer;
        TrainingConfiguration preset = TrainingConfiguration.Resolve(
            new TrainingRequest { Environment = configuration.Environment.Name, Algorithm = configuration.Algorithm.Name },
            configuration.Environment);
        double known = preset.Optimizer.LearningRate;
        double rate = present.LearningRate > known ? known : present.LearningRate / SmallerBy;
        string clip = present.ClipNorm == 0
            ? string.Create(CultureInfo.InvariantCulture, $" --set clip-norm={new OptimizerOptions().ClipNorm}") : "";
        return string.Create(CultureInfo.InvariantCulture, $" --set learning-rate={rate:0.############}{clip}");
    }
}

/// <summary>The warning about more threads than processors.</summary>
internal static class ThreadWarning
{
    /// <summary>Writes the warning if threads must share processors.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="threads">Number of threads at a time.</param>
    internal static void Write(TextWriter writer, long threads)
    {
        int processors = Environment.ProcessorCount;
        if (threads <= processors) return;
        writer.WriteLine(
            $"Warning: {threads} threads share {NumberText.Count(processors, "processor")}; "
            + "agent steps per second will not grow with threads.");
    }
}
