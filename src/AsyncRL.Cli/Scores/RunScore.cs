using System.Globalization;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Scores;

/// <summary>What a run is judged by: one number, read from its files.</summary>
/// <param name="Name">The name on the command line: "final".</param>
/// <param name="Description">What the number is, for the heading of a table.</param>
internal abstract record RunScore(string Name, string Description)
{
    /// <summary>The values of <c>--score</c>.</summary>
    internal const string Expected = "final, area or time-to:BAR, such as time-to:0.9";

    private const string Final = "final", Area = "area", TimeTo = "time-to";

    /// <summary>Whether a smaller number is better.</summary>
    internal virtual bool IsSmallerBetter => false;

    /// <summary>Reads a score from the command line.</summary>
    /// <param name="text">The value of <c>--score</c>.</param>
    /// <returns>The score.</returns>
    /// <exception cref="InputException">There is no such score, or its bar is no finite number.</exception>
    internal static RunScore Read(string text)
    {
        string[] parts = text.Split(':', 2);
        switch (Names.Match(parts[0], [Final, Area, TimeTo]))
        {
            case Final when parts.Length == 1: return new FinalScore();
            case Area when parts.Length == 1: return new AreaScore();
            case TimeTo when parts.Length == 2
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double bar) && double.IsFinite(bar):
                return new TimeScore(bar);
            case null when Names.Nearest(parts[0], [Final, Area, TimeTo]) is { } nearest:
                throw new InputException($"The option --score is \"{text}\"; did you mean {nearest}? Expected {Expected}.");
            default: throw new InputException($"The option --score is \"{text}\"; expected {Expected}.");
        }
    }

    /// <summary>Makes the score of <c>--at</c>.</summary>
    /// <param name="agentStep">T.</param>
    /// <returns>The score.</returns>
    internal static RunScore At(long agentStep) => new PlaceScore(agentStep);

    /// <summary>Reads the score of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>
    /// The score, and null; or, of a failure, a sentence about it with the score NaN, or ∞ for a time that never came.
    /// </returns>
    internal abstract (double Score, string? Failure) Of(RunFiles run);

    /// <summary>Writes a score for people.</summary>
    internal virtual string Format(double score) => NumberText.MeanReturn(score);

    private static (double Score, string? Failure) Missing(string sentence) => (double.NaN, sentence);

    private static (double Score, string? Failure) WithoutCurve(RunFiles run) => Missing(
        run.Episodes is null ? "Its episodes.csv cannot be read." : "Fewer than 20 episodes ended, too few for a learning curve.");

    /// <summary>Where the tables of a run end, which tells nothing of the training if they were cut.</summary>
    private static string EndOf(RunFiles run)
    {
        if (double.IsNaN(run.KnownAgentSteps)) return "Its tables have no row that tells its agent steps";
        string asked = run.Request.AgentSteps is { } steps ? $" of {NumberText.Count(steps)}" : "";
        return $"Its tables end at agent step {NumberText.Count(run.AgentSteps)}{asked}";
    }

    private sealed record FinalScore() : RunScore(RunScore.Final, "the mean return of the final evaluation")
    {
        internal override (double Score, string? Failure) Of(RunFiles run)
        {
            if (run.HasDamagedEvaluation) return Missing("Its final evaluation, evaluation.json, cannot be read.");
            if (run.Evaluation is not { } evaluation) return Missing("It has no final evaluation.");
            return run.HasEnded ? (evaluation.MeanReturn, null) : Missing(
                $"{EndOf(run)}: it was resumed after its final evaluation and has not ended, or rows of its tables are lost.");
        }
    }

    private sealed record PlaceScore(long AgentStep)
        : RunScore("at", $"the mean return of the latest 100 training episodes at agent step {NumberText.Count(AgentStep)}")
    {
        internal override (double Score, string? Failure) Of(RunFiles run)
        {
            if (run.AgentSteps < AgentStep) return Missing($"{EndOf(run)}.");
            double score = double.NaN;
            foreach (EpisodeWindow window in run.Windows)
            {
                if (window.AgentStep > AgentStep) break;
                score = window.Mean;
            }

            return double.IsNaN(score) ? WithoutCurve(run) : (score, null);
        }
    }

    private sealed record AreaScore() : RunScore(RunScore.Area, "the mean of the learning curve over the agent steps")
    {
        internal override (double Score, string? Failure) Of(RunFiles run)
        {
            if (run.AgentSteps < run.Request.AgentSteps) return Missing($"{EndOf(run)}.");
            if (run.Metrics is null) return Missing("Its metrics.csv cannot be read.");
            double area = run.Course.MeanReturn;
            return double.IsNaN(area) ? WithoutCurve(run) : (area, null);
        }
    }

    private sealed record TimeScore(double Bar) : RunScore(
        FormattableString.Invariant($"{TimeTo}:{Bar}"),
        FormattableString.Invariant($"the agent steps until the mean return of the latest 100 training episodes reaches {Bar}"))
    {
        internal override bool IsSmallerBetter => true;

        internal override (double Score, string? Failure) Of(RunFiles run)
        {
            if (run.FirstAt(Bar) is not { } point) return WithoutCurve(run);
            if (double.IsFinite(point.AgentStep)) return (point.AgentStep, null);
            return run.HasEnded
                ? (double.PositiveInfinity, FormattableString.Invariant($"It never reached {Bar}."))
                : Missing(FormattableString.Invariant($"It has not ended, and it has not reached {Bar}."));
        }

        internal override string Format(double score) => double.IsPositiveInfinity(score) ? "never" : NumberText.Count(score);
    }
}
