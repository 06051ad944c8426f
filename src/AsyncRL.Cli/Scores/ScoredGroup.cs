using System.Linq;
using AsyncRL.Cli.Curves;
using AsyncRL.Cli.Reports;
using AsyncRL.Training.Statistics;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Cli.Scores;

/// <summary>A run and its score.</summary>
/// <param name="Run">The run.</param>
/// <param name="Score">The score; NaN if the run has none, ∞ for a time that never came.</param>
/// <param name="Failure">A sentence if the run failed; null if it did not.</param>
internal sealed record ScoredRun(NamedRun Run, double Score, string? Failure);

/// <summary>The scores of the runs of a group; NaN without scores.</summary>
internal sealed class ScoredGroup
{
    private readonly List<double> _scores = [];

    /// <summary>Reads the scores.</summary>
    /// <param name="group">The runs.</param>
    /// <param name="best">The number of settings over which the group is scored, its best ones; null for all.</param>
    /// <param name="score">What they are judged by.</param>
    internal ScoredGroup(RunGroup group, int? best, RunScore score)
    {
        Group = group;
        var runs = new List<ScoredRun>();
        var steps = new List<double>();
        double sum = 0;
        foreach (NamedRun run in group.Runs)
        {
            (double value, string? failure) = score.Of(run.Files);
            runs.Add(new ScoredRun(run, value, failure));
            if (run.Files.KnownAgentSteps is var known && !double.IsNaN(known)) steps.Add(known);
            if (failure is not null) Failures++;
            if (double.IsNaN(value)) continue;
            _scores.Add(value);
            sum += value;
        }

        (Runs, AgentSteps, Mean) = (runs, steps.Median(), sum / _scores.Count);
        if (best is { } count) Best = BestOf(runs, count, score.IsSmallerBetter);
        InterquartileMean = new Estimate(Training.Statistics.InterquartileMean.Of(_scores), BootstrapInterval.Of(_scores));
    }

    /// <summary>The group.</summary>
    internal RunGroup Group { get; }

    /// <summary>Its name.</summary>
    internal string Name => Group.Name;

    /// <summary>The runs.</summary>
    internal IReadOnlyList<ScoredRun> Runs { get; }

    /// <summary>The scores of the runs that have one, finite or ∞.</summary>
    internal IReadOnlyList<double> Scores => _scores;

    /// <summary>The number of runs without a score, or whose time never came.</summary>
    internal int Failures { get; }

    /// <summary>The mean of the middle half, with its 95 % interval.</summary>
    internal Estimate InterquartileMean { get; }

    /// <summary>The score over the best settings of the group, with the name of each setting; null if it is not asked for.</summary>
    internal (BestSettings Score, IReadOnlyList<string> Names)? Best { get; }

    /// <summary>The mean; ∞ if a score is.</summary>
    internal double Mean { get; }

    /// <summary>The standard deviation (n − 1); NaN for fewer than two scores, and if a score is ∞.</summary>
    internal double Deviation => _scores.StandardDeviation();

    /// <summary>The smallest score.</summary>
    internal double Lowest => _scores.Minimum();

    /// <summary>The largest score.</summary>
    internal double Highest => _scores.Maximum();

    /// <summary>The median of the runs' agent steps, without runs whose tables do not tell them; NaN if none does.</summary>
    internal double AgentSteps { get; }

    /// <summary>Settings are runs that differ in nothing but their seed.</summary>
    private static (BestSettings Score, IReadOnlyList<string> Names) BestOf(List<ScoredRun> runs, int count, bool isSmallerBetter)
    {
        List<RunGroup> settings = RunGroups.Of(runs.ConvertAll(run => new ReportedRun(run.Run, [])));
        List<IReadOnlyList<double>> scores = settings.ConvertAll<IReadOnlyList<double>>(setting =>
            [.. from run in runs where setting.Runs.Contains(run.Run) && !double.IsNaN(run.Score) select run.Score]);
        return (BestSettings.Of(scores, count, isSmallerBetter), settings.ConvertAll(setting => setting.Name));
    }
}
