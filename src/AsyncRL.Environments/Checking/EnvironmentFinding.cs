namespace AsyncRL.Environments.Checking;

/// <summary>Something that a check found out about an environment.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="IsFault">Whether the environment breaks its contract; else it is unusual and may be meant so.</param>
/// <param name="Sentence">What was found.</param>
public sealed record EnvironmentFinding(string Check, bool IsFault, string Sentence);
