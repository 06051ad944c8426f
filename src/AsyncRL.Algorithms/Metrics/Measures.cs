namespace AsyncRL.Algorithms.Metrics;

/// <summary>
/// A mean that workers report, for example a loss. Its name makes a column of metrics.csv. Workers add to it by its index, so that nothing
/// is hashed or allocated while they work.
/// </summary>
/// <param name="Name">Its name in tables: lower case with underscores.</param>
/// <param name="Meaning">The quantity that is averaged, over what it is averaged, and the unit.</param>
/// <param name="Index">Its place among the metrics of a run.</param>
public sealed record Metric(string Name, string Meaning, int Index)
{
    /// <summary>Whether it counts something per second. Otherwise it is a mean.</summary>
    public bool IsRate { get; init; }
}

/// <summary>
/// The metrics and phases of a run by name. Workers declare them in their constructors; workers that declare the same name share one
/// metric.
/// </summary>
public sealed class Measures
{
    /// <summary>The largest number of metrics of a run, and of phases.</summary>
    public const int Most = 24;

    private readonly List<Metric> _metrics = [];
    private readonly List<Phase> _phases = [.. Algorithms.Metrics.Phase.Standard];

    /// <summary>The metrics, in the order in which they were declared.</summary>
    public IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>The phases: the standard ones, then those that workers declared.</summary>
    public IReadOnlyList<Phase> Phases => _phases;

    /// <summary>Declares a metric, or finds the one of that name.</summary>
    /// <param name="name">Its name: lower case with underscores.</param>
    /// <param name="meaning">The quantity that is averaged, over what it is averaged, and the unit.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public Metric Metric(string name, string meaning) => Declare(name, meaning, isRate: false);

    /// <summary>Declares a metric that counts something per second, or finds the one of that name.</summary>
    /// <param name="name">Its name: lower case with underscores.</param>
    /// <param name="meaning">What is counted.</param>
    /// <returns>The metric. What is added to it is summed and divided by the seconds of the interval.</returns>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public Metric Rate(string name, string meaning) => Declare(name, meaning, isRate: true);

    /// <summary>Declares a phase, or finds the one of that name.</summary>
    /// <param name="name">Its name, in lower case.</param>
    /// <returns>The phase.</returns>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public Phase Phase(string name)
    {
        if (FindPhase(name) is { } known) return known;
        if (_phases.Count == Most) throw TooMany("phase", name);
        var declared = new Phase(name, _phases.Count);
        _phases.Add(declared);
        return declared;
    }

    /// <summary>Finds a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The metric; null if no worker declared it.</returns>
    public Metric? FindMetric(string name) => _metrics.Find(metric => metric.Name == name);

    /// <summary>Finds a phase.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The phase; null if no worker declared it.</returns>
    public Phase? FindPhase(string name) => _phases.Find(phase => phase.Name == name);

    private Metric Declare(string name, string meaning, bool isRate)
    {
        if (FindMetric(name) is { } known) return known;
        if (_metrics.Count == Most) throw TooMany("metric", name);
        var metric = new Metric(name, meaning, _metrics.Count) { IsRate = isRate };
        _metrics.Add(metric);
        return metric;
    }

    private static InvalidOperationException TooMany(string kind, string name) =>
        new($"There is no room for the {kind} {name}; expected at most {Most} of a run.");
}

/// <summary>
/// A part of a worker's time. An algorithm may declare phases in addition to the five standard ones: see <see cref="Measures"/>.
/// </summary>
/// <param name="Name">Its name in tables, in lower case.</param>
/// <param name="Index">Its place among the phases of a run.</param>
public sealed record Phase(string Name, int Index)
{
    /// <summary>Copying θ to θ′ and clearing the gradient.</summary>
    public static readonly Phase Snapshot = new("snapshot", 0);

    /// <summary>Forward passes and choosing actions, including the bootstrap.</summary>
    public static readonly Phase Act = new("act", 1);

    /// <summary>Agent steps and resets of the environment.</summary>
    public static readonly Phase Environment = new("environment", 2);

    /// <summary>Returns, losses and backpropagation.</summary>
    public static readonly Phase Backward = new("backward", 3);

    /// <summary>Clipping and updating the shared parameters.</summary>
    public static readonly Phase Apply = new("apply", 4);

    /// <summary>The phases that every algorithm has, in the order of a segment.</summary>
    public static IReadOnlyList<Phase> Standard { get; } = [Snapshot, Act, Environment, Backward, Apply];

    /// <summary>The name, for output.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
