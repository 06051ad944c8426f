using System.Collections.Immutable;

namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// The counts of an actor-learner at one instant, the difference between two instants, or the sum over several actor-learners. Every mean
/// is computed here, from a sum and a number that were read at the same instant; a mean over nothing is NaN.
/// </summary>
public sealed record ActorCounts
{
    /// <summary>All counts zero.</summary>
    public static ActorCounts Zero { get; } = new();

    /// <summary>Agent steps done, including those of a segment whose update is not yet applied.</summary>
    public long AgentSteps { get; init; }

    /// <summary>Updates applied.</summary>
    public long Updates { get; init; }

    /// <summary>Sum over updates of the staleness: updates by others between the snapshot and the apply.</summary>
    public double Staleness { get; init; }

    /// <summary>The largest staleness of an update since the start of the run.</summary>
    public double LargestStaleness { get; init; }

    /// <summary>Seconds in each phase, in the order of <see cref="Measures.Phases"/>. A segment's times are added when it ends.</summary>
    public ImmutableArray<double> PhaseSeconds { get; init; } = [];

    /// <summary>Sums of the metrics' values, in the order of <see cref="Measures.Metrics"/>, over the updates that were applied.</summary>
    public ImmutableArray<double> MetricSums { get; init; } = [];

    /// <summary>Numbers of the metrics' values, in the same order.</summary>
    public ImmutableArray<double> MetricCounts { get; init; } = [];

    /// <summary>Mean staleness of an update.</summary>
    public double MeanStaleness => Staleness / Updates;

    /// <summary>Seconds in one phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>Seconds.</returns>
    public double Seconds(Phase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        return phase.Index < PhaseSeconds.Length ? PhaseSeconds[phase.Index] : 0;
    }

    /// <summary>Mean of a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The mean; NaN if there was no value.</returns>
    public double Mean(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Index < MetricSums.Length ? MetricSums[metric.Index] / MetricCounts[metric.Index] : double.NaN;
    }

    /// <summary>Value of a metric over an interval: its mean, or its sum per second if it is a rate.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="seconds">Seconds of the interval.</param>
    /// <returns>The value; NaN if there was none.</returns>
    public double Value(Metric metric, double seconds)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (!metric.IsRate) return Mean(metric);
        return metric.Index < MetricSums.Length && seconds > 0 ? MetricSums[metric.Index] / seconds : double.NaN;
    }

    /// <summary>Values of several metrics over an interval.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="seconds">Seconds of the interval.</param>
    /// <returns>The values by name, in the order of the metrics.</returns>
    public IReadOnlyList<KeyValuePair<string, double>> Values(IReadOnlyList<Metric> metrics, double seconds)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var values = new List<KeyValuePair<string, double>>();
        foreach (Metric metric in metrics) values.Add(new(metric.Name, Value(metric, seconds)));
        return values;
    }

    /// <summary>Subtracts the counts of an earlier instant.</summary>
    /// <param name="earlier">The counts of the same actor-learners at that instant.</param>
    /// <returns>The difference; the largest staleness stays that of the whole run.</returns>
    public ActorCounts Since(ActorCounts earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Combine(earlier, -1) with { LargestStaleness = LargestStaleness };
    }

    /// <summary>Adds the counts of another actor-learner.</summary>
    /// <param name="other">The counts of the other.</param>
    /// <returns>The sum; the largest staleness is the larger of the two.</returns>
    public ActorCounts Plus(ActorCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Combine(other, 1) with { LargestStaleness = Math.Max(LargestStaleness, other.LargestStaleness) };
    }

    private ActorCounts Combine(ActorCounts other, int sign) => new()
    {
        AgentSteps = AgentSteps + (sign * other.AgentSteps),
        Updates = Updates + (sign * other.Updates),
        Staleness = Staleness + (sign * other.Staleness),
        PhaseSeconds = Combine(PhaseSeconds, other.PhaseSeconds, sign),
        MetricSums = Combine(MetricSums, other.MetricSums, sign),
        MetricCounts = Combine(MetricCounts, other.MetricCounts, sign),
    };

    /// <summary>Adds number by number; the shorter array is continued by zeros.</summary>
    private static ImmutableArray<double> Combine(ImmutableArray<double> left, ImmutableArray<double> right, int sign)
    {
        int length = Math.Max(left.Length, right.Length);
        var sums = ImmutableArray.CreateBuilder<double>(length);
        for (int i = 0; i < length; i++)
            sums.Add((i < left.Length ? left[i] : 0) + (sign * (i < right.Length ? right[i] : 0)));
        return sums.MoveToImmutable();
    }
}
