using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// Determines with which probabilities the transitions of a memory are drawn. Transitions are named by their slots. One thread at a time
/// uses it.
/// </summary>
internal interface IPriorities
{
    /// <summary>Number of transitions.</summary>
    int Count { get; }

    /// <summary>The smallest probability of a transition.</summary>
    double SmallestProbability { get; }

    /// <summary>Whether a slot has a transition.</summary>
    bool Contains(int slot);

    /// <summary>Takes a new transition in. Its priority is the largest of all that were ever set.</summary>
    void Add(int slot);

    /// <summary>Takes a transition away.</summary>
    void Remove(int slot);

    /// <summary>Sets the priority of a transition after its error was computed.</summary>
    /// <param name="slot">Its slot. Nothing happens if it has no transition.</param>
    /// <param name="error">The error of its value, of either sign, without weight.</param>
    void Set(int slot, double error);

    /// <summary>Draws a transition.</summary>
    /// <param name="uniform">A number of at least 0 and below 1: the share of the probability before the transition.</param>
    /// <param name="probability">The probability with which the transition is drawn.</param>
    /// <returns>Its slot.</returns>
    int Draw(double uniform, out double probability);

    /// <summary>Writes or reads the priorities.</summary>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    void Transfer(StateTransfer state);
}

/// <summary>All transitions have the same probability (Mnih et al. 2015).</summary>
internal sealed class UniformPriorities : IPriorities
{
    private readonly SlotList _slots;

    /// <summary>Makes the list of no transitions.</summary>
    /// <param name="slots">Number of slots.</param>
    internal UniformPriorities(int slots) => _slots = new SlotList(slots);

    /// <inheritdoc/>
    public int Count => _slots.Count;

    /// <inheritdoc/>
    public double SmallestProbability => 1.0 / Count;

    /// <inheritdoc/>
    public bool Contains(int slot) => _slots.Contains(slot);

    /// <inheritdoc/>
    public void Add(int slot) => _slots.Add(slot);

    /// <inheritdoc/>
    public void Remove(int slot) => _slots.Remove(slot);

    /// <inheritdoc/>
    public void Set(int slot, double error)
    {
    }

    /// <inheritdoc/>
    public int Draw(double uniform, out double probability)
    {
        probability = 1.0 / Count;
        return _slots.Draw(uniform);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state) => _slots.Transfer(state);
}
