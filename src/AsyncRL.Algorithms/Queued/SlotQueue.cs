using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// A bounded queue of whole numbers, for example of slots of a rollout. Any number of threads add and take at the same time, without locks.
/// What a thread wrote before it added a number is visible to the thread that takes it.
/// </summary>
/// <remarks>
/// The algorithm is the bounded queue of D. Vyukov. Each cell has a number that tells whether the cell waits for the addition or for the
/// removal of a certain position. A thread claims a position by one compare-and-swap. Nothing is allocated after construction.
/// </remarks>
internal sealed class SlotQueue
{
    private readonly Cell[] _cells;
    private readonly int _mask;
    private PaddedCounter _added;
    private PaddedCounter _taken;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">The largest number of items that must find room.</param>
    internal SlotQueue(int capacity)
    {
        int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, capacity));
        (_cells, _mask) = (new Cell[length], length - 1);
        Clear();
    }

    /// <summary>Number of items. While other threads add and take, it is the number at some instant during the call.</summary>
    internal int Count => (int)Math.Clamp(_added.Value - _taken.Value, 0, _cells.Length);

    /// <summary>Adds an item at the end.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="InvalidOperationException">The queue is full. The capacity must have room for every item that exists.</exception>
    internal void Add(int item)
    {
        while (true)
        {
            long position = _added.Value;
            ref Cell cell = ref _cells[(int)position & _mask];
            long waitsFor = Volatile.Read(ref cell.Turn);
            if (position - _taken.Value >= _cells.Length)
                throw new InvalidOperationException($"The queue has no room for {item}; expected a larger capacity.");

            // A smaller number: another thread is about to finish its removal from this cell.
            if (waitsFor != position || !_added.TryReplace(position, position + 1)) continue;
            cell.Item = item;
            Volatile.Write(ref cell.Turn, position + 1);
            return;
        }
    }

    /// <summary>Takes the first item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether there was one.</returns>
    internal bool TryTake(out int item)
    {
        while (true)
        {
            long position = _taken.Value;
            ref Cell cell = ref _cells[(int)position & _mask];
            long waitsFor = Volatile.Read(ref cell.Turn);
            if (waitsFor <= position)
            {
                item = 0;
                return false;
            }

            if (waitsFor != position + 1 || !_taken.TryReplace(position, position + 1)) continue;
            item = cell.Item;
            Volatile.Write(ref cell.Turn, position + _cells.Length);
            return true;
        }
    }

    /// <summary>Writes or reads all items. Called while no thread uses the queue.</summary>
    /// <param name="state">The state.</param>
    /// <param name="what">What an item is called, for the message.</param>
    /// <param name="items">Number of items that can be: each is smaller than this number.</param>
    /// <exception cref="InvalidDataException">An item is out of range.</exception>
    internal void Transfer(StateTransfer state, string what, int items)
    {
        int count = state.Number(Count, $"number of {what}s in a queue", 0, Math.Min(items, _cells.Length));
        long first = _taken.Value;
        if (state.IsRestoring) Clear();
        for (int i = 0; i < count; i++)
        {
            int item = state.IsRestoring ? 0 : _cells[(int)(first + i) & _mask].Item;
            state.Number(ref item, what, 0, items - 1);
            if (state.IsRestoring) Add(item);
        }
    }

    /// <summary>Marks every item that is in the queue. Called while no thread uses the queue.</summary>
    internal void Mark(Span<bool> items)
    {
        for (long position = _taken.Value; position < _added.Value; position++) items[_cells[(int)position & _mask].Item] = true;
    }

    private void Clear()
    {
        for (int i = 0; i < _cells.Length; i++) _cells[i].Turn = i;
        (_added.Value, _taken.Value) = (0, 0);
    }

    private struct Cell
    {
        /// <summary>The position whose addition the cell waits for; or one more than the position whose removal it waits for.</summary>
        internal long Turn;

        internal int Item;
    }
}
