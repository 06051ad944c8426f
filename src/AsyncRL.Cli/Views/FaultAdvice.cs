using System.Globalization;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Views;

/// <summary>What to do after a training failed, as commands that can be typed as they stand.</summary>
internal static class FaultAdvice
{
    private const double SmallerBy = 10;

    /// <summary>The advice, and of what is a bug the stack.</summary>
    /// <param name="configuration">What ran.</param>
    /// <param name="path">The run directory.</param>
    /// <param name="fault">What failed.</param>
    /// <returns>Lines of text.</returns>
    internal static IEnumerable<string> Lines(TrainingConfiguration configuration, string path, TrainingFaultException fault)
    {
        string resume = TrainingSummary.ResumeCommand(path);
        if (fault.InnerException is not NonFiniteGradientException)
        {
            yield return $"What was learned is saved in {path}; to try again from there: {resume}";
            yield return $"{fault.InnerException}";
            yield break;
        }

        string steps = Figure.Count(fault.ResumesFrom ?? 0, "agent step");
        yield return $"{path} keeps the checkpoint of {steps}, from before the fault; to try again from there with smaller updates: "
            + $"{resume}{SmallerUpdates(configuration)}";
    }

    /// <summary>
    /// The learning rate that is known to work, if the present one is larger, or a tenth of the present one; and a limit of the gradient's
    /// norm where there is none.
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
