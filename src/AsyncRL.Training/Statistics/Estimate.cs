namespace AsyncRL.Training.Statistics;

/// <summary>A figure of runs, with its uncertainty.</summary>
/// <param name="Value">The figure of all runs.</param>
/// <param name="Interval">Its 95 % bootstrap interval; NaN if no task has two runs.</param>
public readonly record struct Estimate(double Value, BootstrapInterval Interval);
