namespace AsyncRL.Algorithms.Replay;

/// <summary>The priority of a sequence: η max|error| + (1 − η) mean|error| (Kapturowski et al. 2019, section 2.3).</summary>
/// <param name="Sum">Σ |error|.</param>
/// <param name="Largest">max |error|.</param>
/// <param name="Count">Number of errors.</param>
internal readonly record struct SequencePriority(double Sum, double Largest, int Count)
{
    /// <summary>Adds an error.</summary>
    internal SequencePriority With(double error) =>
        new(Sum + Math.Abs(error), Math.Max(Largest, Math.Abs(error)), Count + 1);

    /// <summary>The priority; 0 without errors.</summary>
    internal double Of(double maximumShare) =>
        Count == 0 ? 0 : (maximumShare * Largest) + ((1 - maximumShare) * Sum / Count);
}
