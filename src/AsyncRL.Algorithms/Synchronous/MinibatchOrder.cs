using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// The order in which an epoch visits the rows of a rollout, cut into minibatches: every item exactly once. All members draw the same
/// orders from equal generators. Therefore the minibatches do not depend on the number of members.
/// </summary>
/// <remarks>An item is a row, or the rows of one environment if the network has memory.</remarks>
internal sealed class MinibatchOrder
{
    private readonly int[] _items;
    private readonly int _size;
    private readonly RandomGenerator _generator;

    /// <summary>Creates an order.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="size">Items in a minibatch. The last one may have fewer.</param>
    /// <param name="generator">The generator, equal in all members.</param>
    internal MinibatchOrder(int items, int size, RandomGenerator generator)
    {
        (_items, _size, _generator) = (new int[items], Math.Min(size, items), generator);
        for (int i = 0; i < items; i++) _items[i] = i;
    }

    /// <summary>Number of minibatches of an epoch.</summary>
    internal int Count => (_items.Length + _size - 1) / _size;

    /// <summary>Draws the order of the next epoch (Fisher and Yates).</summary>
    internal void Shuffle()
    {
        for (int i = _items.Length - 1; i > 0; i--)
        {
            int other = _generator.NextInteger(i + 1);
            (_items[i], _items[other]) = (_items[other], _items[i]);
        }
    }

    /// <summary>The items of a minibatch.</summary>
    /// <param name="index">Its index, below <see cref="Count"/>.</param>
    /// <returns>The items.</returns>
    internal ReadOnlySpan<int> Minibatch(int index)
    {
        int start = index * _size;
        return _items.AsSpan(start, Math.Min(_size, _items.Length - start));
    }

    /// <summary>Continues as another order of the same size does.</summary>
    internal void CopyFrom(MinibatchOrder other)
    {
        other._items.CopyTo(_items, 0);
        _generator.State = other._generator.State;
    }

    /// <summary>Writes or reads the generator and the order, from which the next order is shuffled.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.Generator(_generator);
        state.Numbers(_items, "item of a minibatch", 0, _items.Length - 1);
        if (state.IsRestoring) CheckItems();
    }

    private void CheckItems()
    {
        var seen = new bool[_items.Length];
        foreach (int item in _items)
        {
            if (seen[item])
                throw new InvalidDataException($"the order has the item {item} of a minibatch twice; expected each of {seen.Length} once");
            seen[item] = true;
        }
    }
}
