namespace AsyncRL.Algorithms.Rollouts;

/// <summary>The size of the experience that the threads of a run share, or that one thread has.</summary>
/// <param name="Bytes">Bytes of all blocks together.</param>
/// <param name="LargestBlock">Number of elements of the largest block, which must fit into one array.</param>
/// <param name="Name">What it is, for messages.</param>
public readonly record struct StoreSize(Int128 Bytes, Int128 LargestBlock, string Name = "the experience of a round");
