namespace AsyncRL.Algorithms.Replay;

/// <summary>The transitions from which one update learns, the weights of their errors, and the errors once they are computed.</summary>
/// <param name="size">Number of transitions.</param>
internal sealed class Minibatch(int size)
{
    /// <summary>Number of transitions.</summary>
    internal int Size => Slots.Length;

    /// <summary>The slot of each transition, among the slots of all rings.</summary>
    internal int[] Slots { get; } = new int[size];

    /// <summary>The weight of each gradient, at most 1.</summary>
    internal float[] Weights { get; } = new float[size];

    /// <summary>y − Q(s, a) of each transition, without weight. The learners write them.</summary>
    internal float[] Errors { get; } = new float[size];
}
