namespace AsyncRL.Environments.Torcs.Installation;

/// <summary>What is raced.</summary>
/// <param name="Track">The track.</param>
/// <param name="Car">The car of the agent and of its opponents, by its name in TORCS.</param>
/// <param name="Opponents">The number of opponents.</param>
internal sealed record Race(Track Track, string Car, int Opponents);
