using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>Parts of a run that a program supplies as objects instead of names; a part that is null is found by its name.</summary>
/// <param name="Algorithm">The algorithm with its options.</param>
/// <param name="Network">The layers below the heads.</param>
/// <param name="Optimizer">The optimizer with its options.</param>
public sealed record GivenParts(Algorithm? Algorithm = null, NetworkDescription? Network = null, Optimizer? Optimizer = null);
