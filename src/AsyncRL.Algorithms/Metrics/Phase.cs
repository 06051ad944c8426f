namespace AsyncRL.Algorithms.Metrics;

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
