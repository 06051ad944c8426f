using AsyncRL.Training.Statistics;

namespace AsyncRL.Cli.Scores;

/// <summary>How a group differs from the first one.</summary>
/// <param name="Improvement">The probability that a run of the group is better than one of the first.</param>
/// <param name="OfMeans">The mean of the group's scores minus that of the first; NaN if a score is ∞.</param>
/// <param name="Detectable">The smallest difference of means that so many runs show; NaN for fewer than two scores on a side.</param>
internal sealed record GroupDifference(Estimate Improvement, double OfMeans, double Detectable)
{
    /// <summary>Compares two groups.</summary>
    /// <param name="group">The group.</param>
    /// <param name="first">The group that it is compared with.</param>
    /// <param name="isSmallerBetter">Whether a smaller score is better.</param>
    /// <returns>The difference; null if one has no scores.</returns>
    internal static GroupDifference? Between(ScoredGroup group, ScoredGroup first, bool isSmallerBetter)
    {
        if (group.Scores.Count == 0 || first.Scores.Count == 0) return null;
        (TaskScores one, TaskScores other) = (TaskScores.OfOne("", group.Scores), TaskScores.OfOne("", first.Scores));
        Estimate improvement = isSmallerBetter ? ProbabilityOfImprovement.Of(other, one) : ProbabilityOfImprovement.Of(one, other);
        (int n, int m) = (group.Scores.Count, first.Scores.Count);
        double squares = ((n - 1) * group.Deviation * group.Deviation) + ((m - 1) * first.Deviation * first.Deviation);
        double difference = group.Mean - first.Mean;
        return new GroupDifference(
            improvement,
            double.IsFinite(difference) ? difference : double.NaN,
            DetectableDifference.Of(n, m) * Math.Sqrt(squares / (n + m - 2)));
    }
}
