using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The replay memory of a run: a ring of agent steps for each environment, and the probabilities with which transitions are drawn. Each
/// thread writes the rings of its own environments. One thread at a time does everything else, while no thread writes.
/// </summary>
internal class ReplayMemory
{
    private readonly ReplayOptions _options;
    private readonly IPriorities _priorities;
    private readonly RandomGenerator _generator;
    private readonly bool[] _isIn;
    private readonly long[] _first;
    private readonly long[] _end;
    private readonly double[] _probabilities;
    private readonly int _capacity;
    private readonly int _choices;

    /// <summary>Allocates the memory.</summary>
    /// <param name="observation">An observation.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="options">Size and probabilities.</param>
    /// <param name="generator">The source of chance for drawing.</param>
    internal ReplayMemory(
        ObservationSpecification observation,
        ActionSpecification actions,
        ReplayOptions options,
        RandomGenerator generator)
    {
        (_options, _generator, _choices) = (options, generator, actions.Count);
        int environments = options.Environments;
        _capacity = options.RowsOfRing(observation);
        Rings = new ExperienceRing[environments];
        for (int i = 0; i < environments; i++) Rings[i] = new ExperienceRing(observation, _capacity, options.Steps);
        int slots = checked(environments * _capacity);
        (_isIn, _first, _end) = (new bool[slots], new long[environments], new long[environments]);
        _priorities = options.CreatePriorities(slots);
        Minibatch = new Minibatch(options.MinibatchSize);
        Array.Fill(Minibatch.Weights, 1);
        _probabilities = new double[options.MinibatchSize];
    }

    /// <summary>The ring of each environment.</summary>
    internal ExperienceRing[] Rings { get; }

    /// <summary>The transitions that were drawn last.</summary>
    internal Minibatch Minibatch { get; }

    /// <summary>Number of items that can be drawn: transitions, or in a derived memory other parts of episodes.</summary>
    internal int Count => _priorities.Count;

    /// <summary>Number of rows among which the items are.</summary>
    internal long Rows
    {
        get
        {
            long rows = 0;
            for (int i = 0; i < Rings.Length; i++) rows += _end[i] - _first[i];
            return rows;
        }
    }

    /// <summary>The section of a checkpoint with the whole memory, or only with what does not depend on its content.</summary>
    internal Section Section => new("replay memory", Save, Restore);

    /// <summary>The size of a memory, for the estimate.</summary>
    internal static StoreSize SizeOf(ObservationSpecification observation, ReplayOptions options)
    {
        Int128 slots = (Int128)options.Environments * options.RowsOfRing(observation);
        Int128 row = ExperienceRing.BytesOfRow(observation) + sizeof(bool);
        return new StoreSize((slots * row) + options.BytesOfPriorities(slots), 4 * slots, "the replay memory");
    }

    /// <summary>Takes in the transitions that became complete, and takes away those that lost a frame.</summary>
    internal void Refresh()
    {
        for (int i = 0; i < Rings.Length; i++)
        {
            for (; _first[i] < _end[i] && IsLost(i, _first[i]); _first[i]++) TakeAway(i, _first[i]);
            for (; _end[i] < Rings[i].Written && IsDecided(i, _end[i]); _end[i]++) TakeIn(i, _end[i]);
        }
    }

    /// <summary>Draws a minibatch, one transition from each of as many equal shares of the probability.</summary>
    /// <param name="importanceExponent">β.</param>
    internal void Draw(double importanceExponent)
    {
        for (int j = 0; j < Minibatch.Size; j++)                                // PER:2
        {
            double uniform = (j + _generator.NextDouble()) / Minibatch.Size;
            Minibatch.Slots[j] = _priorities.Draw(uniform, out _probabilities[j]);
        }

        if (_options.IsUniform) return;
        double smallest = _options.DividesByMemory ? _priorities.SmallestProbability : 0;
        ImportanceWeights.Compute(_probabilities, Count, importanceExponent, smallest, Minibatch.Weights);
    }

    /// <summary>
    /// Sets the priorities of the drawn transitions by their errors. Of a transition that was drawn twice the later error counts.
    /// </summary>
    internal void UpdatePriorities()
    {
        if (_options.IsUniform) return;
        for (int j = 0; j < Minibatch.Size; j++) _priorities.Set(Minibatch.Slots[j], Minibatch.Errors[j]);
    }

    /// <summary>The number of a slot's ring, and the row that the slot has.</summary>
    internal (int Ring, long Row) Find(int slot)
    {
        (int ring, int slotOfRing) = Math.DivRem(slot, _capacity);
        return (ring, Rings[ring].RowOf(slotOfRing));
    }

    /// <summary>
    /// Keeps the state that the network has before the next agent step of an environment. Unless overridden, it keeps none.
    /// </summary>
    internal virtual void KeepState(int environment, Activations<float> batch, int sequence)
    {
    }

    /// <summary>Whether it is known if a row can be drawn. Later rows are decided later.</summary>
    protected virtual bool IsDecided(int ring, long row) => Rings[ring].IsComplete(row);

    /// <summary>Whether a decided row can be drawn.</summary>
    protected virtual bool IsItem(int ring, long row) => Rings[ring].IsState(row);

    /// <summary>Whether a part of what is drawn with a row is overwritten.</summary>
    protected virtual bool IsLost(int ring, long row) => Rings[ring].IsLost(row);

    /// <summary>Writes what a derived memory keeps besides the rings.</summary>
    protected virtual void SaveMore(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveMore"/> wrote.</summary>
    protected virtual void RestoreMore(BinaryReader reader)
    {
    }

    private void TakeIn(int ring, long row)
    {
        if (!IsItem(ring, row)) return;
        int slot = (ring * _capacity) + Rings[ring].SlotOf(row);
        _isIn[slot] = true;
        _priorities.Add(slot);
    }

    /// <summary>The slot may have another row already, therefore the row's own flags are not read.</summary>
    private void TakeAway(int ring, long row)
    {
        int slot = (ring * _capacity) + Rings[ring].SlotOf(row);
        if (!_isIn[slot]) return;
        _isIn[slot] = false;
        _priorities.Remove(slot);
    }

    private void Save(BinaryWriter writer)
    {
        _generator.State.Write(writer);
        writer.Write(_options.SaveReplay);
        if (!_options.SaveReplay) return;
        foreach (ExperienceRing ring in Rings) ring.Save(writer);
        SaveMore(writer);
        foreach (long row in _first) writer.Write(row);
        foreach (long row in _end) writer.Write(row);
        _priorities.Save(writer);
    }

    private void Restore(BinaryReader reader)
    {
        _generator.State = GeneratorState.Read(reader);
        if (!reader.ReadBoolean()) return;
        foreach (ExperienceRing ring in Rings) ring.Restore(reader, _choices);
        RestoreMore(reader);
        for (int i = 0; i < Rings.Length; i++) _first[i] = ReadRow(reader, Rings[i].Oldest, Rings[i].Written);
        for (int i = 0; i < Rings.Length; i++) _end[i] = ReadRow(reader, _first[i], Rings[i].Written);
        _priorities.Restore(reader);
        Array.Clear(_isIn);
        int states = 0;
        for (int i = 0; i < Rings.Length; i++)
        {
            for (long row = _first[i]; row < _end[i]; row++)
            {
                if (!IsItem(i, row)) continue;
                _isIn[(i * _capacity) + Rings[i].SlotOf(row)] = true;
                states++;
            }
        }

        if (states != Count)
            throw new InvalidDataException($"the replay memory has {states} transitions and {Count} priorities; expected as many");
    }

    private static long ReadRow(BinaryReader reader, long low, long high)
    {
        long row = reader.ReadInt64();
        SavedState.Check("row of a transition", row, low, high);
        return row;
    }
}
