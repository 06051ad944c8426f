namespace AsyncRL.Algorithms.Replay;

/// <summary>An agent step of a memory with the sum of the n rewards from it on.</summary>
/// <param name="Row">The number of the agent step's row.</param>
/// <param name="Action">a.</param>
/// <param name="Return">Σ γʲ r over k = min(n, agent steps to the episode's end) agent steps.</param>
/// <param name="Factor">γᵏ, the factor of the value after them; 0 after a terminal state.</param>
/// <param name="Next">The row of the observation after them; −1 after a terminal state, which has no value.</param>
internal readonly record struct Transition(long Row, int Action, float Return, float Factor, long Next);
