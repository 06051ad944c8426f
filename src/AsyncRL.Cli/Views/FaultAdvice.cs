using System.Globalization;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>The advice after a failed training, as complete commands.</summary>
internal static class FaultAdvice
{
    private const double SmallerBy = 10;

    /// <summary>Makes the advice, and adds the stack trace if the failure is a bug.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="path">The run directory.</param>
    /// <param name="fault">The failure.</param>
    /// <returns>Lines of text.</returns>
    internal static IEnumerable<string> Lines(TrainingConfiguration configuration, string path, TrainingFaultException fault)
    {
        string resume = TrainingSummary.ResumeCommand(path);
        if (fault.InnerException is not NonFiniteGradientException)
        {
            yield return $"The last state is saved in {path}; to continue from it: {resume}";
            yield return $"{fault.InnerException}";
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
