using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Replay;

/// <summary>A set of slots from which each is drawn with the same probability, in constant time.</summary>
internal sealed class SlotList
{
    private const int Nowhere = -1;

    private readonly int[] _slots;
    private readonly int[] _places;

    /// <summary>Makes an empty list.</summary>
    /// <param name="slots">Number of slots that there are.</param>
    internal SlotList(int slots)
    {
        (_slots, _places) = (new int[slots], new int[slots]);
        Array.Fill(_places, Nowhere);
    }

    /// <summary>Number of slots in the list.</summary>
    internal int Count { get; private set; }

    /// <summary>The bytes of a list.</summary>
    internal static Int128 BytesOf(Int128 slots) => 2 * sizeof(int) * slots;

    /// <summary>Whether a slot is in the list.</summary>
    internal bool Contains(int slot) => _places[slot] != Nowhere;

    /// <summary>Adds a slot that is not in the list.</summary>
    internal void Add(int slot)
    {
        if (Contains(slot)) throw new InvalidOperationException($"The slot {slot} is in the list already; expected another.");
        (_slots[Count], _places[slot]) = (slot, Count);
        Count++;
    }

    /// <summary>Takes a slot away. The last slot takes its place.</summary>
    internal void Remove(int slot)
    {
        int place = _places[slot];
        if (place == Nowhere) throw new InvalidOperationException($"The slot {slot} is not in the list; expected one that is.");
        int last = _slots[--Count];
        (_slots[place], _places[last]) = (last, place);
        _places[slot] = Nowhere;
    }

    /// <summary>The slot at a share of the list.</summary>
    /// <param name="uniform">At least 0 and below 1.</param>
    /// <returns>The slot.</returns>
    internal int Draw(double uniform) => _slots[Math.Min((int)(uniform * Count), Count - 1)];

    /// <summary>Writes or reads the list.</summary>
    internal void Transfer(StateTransfer state)
    {
        int count = state.Number(Count, "number of transitions", 0, _slots.Length);
        if (state.IsRestoring) Clear();
        for (int place = 0; place < count; place++)
        {
            int slot = state.Number(_slots[place], "slot of a transition", 0, _slots.Length - 1);
            if (!state.IsRestoring) continue;
            if (Contains(slot)) throw new InvalidDataException($"the slot of a transition is {slot} twice; expected each once");
            Add(slot);
        }
    }

    private void Clear()
    {
        Array.Fill(_places, Nowhere);
        Count = 0;
    }
}
