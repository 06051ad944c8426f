using System.Globalization;
using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>
/// The discounted return that really followed each agent step, in the units in which the agent learned: rewards are scaled and clipped as
/// in training.
/// </summary>
internal static class ObtainedReturns
{
    /// <summary>The reason why returns cannot be compared with the values of a run, as the end of a sentence; null if they can.</summary>
    /// <param name="configuration">The run.</param>
    internal static string? WhyNot(TrainingConfiguration configuration)
    {
        if (configuration.Algorithm.LearnsCosts) return "because the agent learned costs and no returns of rewards";
        if (configuration.Wrappers.NormalizeRewards) return "because the agent learned from normalized rewards";
        return configuration.AlgorithmOptions is R2d2Options { RescaleValues: true } ? "because the network learned rescaled values" : null;
    }

    /// <summary>Whether a lost life ends an episode of the training, and with it the return.</summary>
    /// <param name="configuration">The run.</param>
    internal static bool EndAtLostLives(TrainingConfiguration configuration) =>
        OptionSet.ToAssignments(configuration.EnvironmentOptions).TryGetValue("life-loss-terminal", out string? word) && word == "true";

    /// <summary>Computes the returns.</summary>
    /// <param name="steps">The steps of one or several episodes, none left out.</param>
    /// <param name="configuration">The run.</param>
    /// <returns>
    /// For each step Σ γᵏ r, up to a lost life if those of the training end there. What would have followed an episode that was cut, or
    /// truncated by the task, is the value of its last state.
    /// </returns>
    internal static double[] Of(IReadOnlyList<PlayedOutcome> steps, TrainingConfiguration configuration)
    {
        double discount = Number("discount", 1), scale = Number("reward-scale", 1), limit = Number("reward-clip", 0);
        bool endAtLostLives = EndAtLostLives(configuration);
        var returns = new double[steps.Count];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            PlayedOutcome step = steps[i];
            double reward = scale * step.Reward;
            if (limit > 0) reward = Math.Clamp(reward, -limit, limit);
            bool isLostLife = endAtLostLives && step.LostLife == true;
            bool isCut = (i == steps.Count - 1 || step.IsLast) && !step.IsTerminal && !isLostLife;
            bool isEnd = step.IsLast || isLostLife;
            double following = i < steps.Count - 1 && !isEnd ? returns[i + 1] : 0;
            returns[i] = isCut ? step.Value : reward + (discount * following);
        }

        return returns;

        double Number(string option, double otherwise) =>
            OptionSet.ToAssignments(configuration.AlgorithmOptions).TryGetValue(option, out string? text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : otherwise;
    }
}

/// <summary>Moves places on a line apart, so that thumbnails at them do not overlap.</summary>
internal static class Spread
{
    /// <summary>Finds places near wanted ones.</summary>
    /// <param name="wanted">The wanted places, in order.</param>
    /// <param name="width">The smallest distance of two places; less if there is not enough room.</param>
    /// <param name="low">The lower end of the room.</param>
    /// <param name="high">The upper end of the room.</param>
    /// <returns>A place for each, in the same order.</returns>
    internal static double[] Apart(IReadOnlyList<int> wanted, double width, double low, double high)
    {
        var places = new double[wanted.Count];
        double distance = Math.Min(width, (high - low) / Math.Max(1, wanted.Count));
        for (int i = 0; i < places.Length; i++)
        {
            double least = i == 0 ? low + (distance / 2) : places[i - 1] + distance;
            places[i] = Math.Max(least, wanted[i]);
        }

        for (int i = places.Length - 1; i >= 0; i--)
        {
            double most = i == places.Length - 1 ? high - (distance / 2) : places[i + 1] - distance;
            places[i] = Math.Min(most, places[i]);
        }

        return places;
    }
}
