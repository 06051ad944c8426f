using System.Runtime.InteropServices;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The last agent steps of one environment. A row is an agent step: its observation, action and reward. Rows have numbers that grow without
/// end, and row i is in slot i modulo the capacity. An episode that a time limit ends has one more row, for its last observation.
/// </summary>
/// <remarks>
/// Of an image that is a stack of frames a row holds the newest frame. The stack is built again from the rows before, and frames before an
/// episode's first are zeros, as <see cref="FrameStack"/> shows them. A row can be drawn when the n rewards from it on and the observation
/// after them are known, and as long as all frames of its stack are in the ring.
/// </remarks>
internal sealed partial class ExperienceRing
{
    private readonly ObservationSpecification _observation;
    private readonly ObservationBlocks _blocks;
    private readonly Observation _pending;
    private readonly RowFlags[] _flags;
    private readonly byte[] _older;
    private readonly int[] _actions;
    private readonly float[] _rewards;
    private readonly float[] _numbers;
    private readonly int _numbersOfRow;
    private readonly int _steps;
    private readonly int _depth;
    private readonly int _channels;
    private int _unknownFrames;
    private bool _pendingStarts;

    /// <summary>Allocates the slots.</summary>
    /// <param name="observation">The observations of the environment.</param>
    /// <param name="capacity">Number of rows, at least <see cref="SmallestCapacity"/>.</param>
    /// <param name="steps">n, the rewards of a transition.</param>
    /// <param name="numbers">Further numbers of a row, for example the probabilities of the actions.</param>
    internal ExperienceRing(ObservationSpecification observation, int capacity, int steps, int numbers = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, SmallestCapacity(observation, steps));
        (_observation, _steps) = (observation, steps);
        (_depth, _channels) = ObservationBlocks.FramesOf(observation);
        (_blocks, _pending) = (new ObservationBlocks(observation, capacity), new Observation(observation));
        (_flags, _older) = (new RowFlags[capacity], new byte[capacity]);
        (_actions, _rewards) = (new int[capacity], new float[capacity]);
        (_numbersOfRow, _numbers) = (numbers, new float[checked(capacity * numbers)]);
    }

    [Flags]
    private enum RowFlags : byte
    {
        None = 0,

        /// <summary>An action was taken in the observation, and the rewards from it on will be known.</summary>
        IsState = 1,

        /// <summary>The agent step ended the episode in a terminal state.</summary>
        IsTerminal = 2,

        /// <summary>The agent step ended the episode.</summary>
        IsEnd = 4,

        /// <summary>The observation is the first of an episode.</summary>
        IsFirst = 8,
    }

    /// <summary>Number of slots.</summary>
    internal int Capacity => _flags.Length;

    /// <summary>Number of rows that were ever written.</summary>
    internal long Written { get; private set; }

    /// <summary>The first row that is still in its slot.</summary>
    internal long Oldest => Math.Max(0, Written - Capacity);

    /// <summary>The observation that <see cref="Observe"/> kept.</summary>
    internal Observation Pending => _pending;

    /// <summary>The smallest number of rows of a ring that can hold a transition.</summary>
    internal static int SmallestCapacity(ObservationSpecification observation, int steps) =>
        steps + ObservationBlocks.FramesOf(observation).Depth + 4;

    /// <summary>The number of rows of a ring with room for some agent steps, but not fewer than a transition needs.</summary>
    internal static int CapacityFor(ObservationSpecification observation, int steps, int agentSteps) =>
        Math.Max(SmallestCapacity(observation, steps), agentSteps);

    /// <summary>Bytes of a row.</summary>
    internal static int BytesOfRow(ObservationSpecification observation, int numbers = 0) =>
        (ObservationBlocks.SizeOf(observation) * (observation.Kind == ObservationKind.Pixels ? sizeof(byte) : sizeof(float)))
        + sizeof(int) + ((1 + numbers) * sizeof(float)) + (2 * sizeof(byte));

    /// <summary>The slot of a row.</summary>
    internal int SlotOf(long row) => (int)(row % Capacity);

    /// <summary>The row that is in a slot.</summary>
    internal long RowOf(int slot) => Written - 1 - SlotOf(Written - 1 - slot + Capacity);

    /// <summary>Keeps the observation in which the next action is taken.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="starts">Whether it is the first of an episode.</param>
    internal void Observe(Observation observation, bool starts)
    {
        Copy(observation, _pending);
        _pendingStarts = starts;
    }

    /// <summary>Adds the agent step in the observation that was kept last.</summary>
    /// <param name="action">a.</param>
    /// <param name="reward">r, as training counts it.</param>
    /// <param name="outcome">Determines whether the episode ended.</param>
    /// <param name="after">The observation after it.</param>
    /// <param name="numbers">
    /// The further numbers of the row, as many as the ring keeps. The row of an episode's last observation receives the same.
    /// </param>
    internal void Add(int action, float reward, StepOutcome outcome, Observation after, ReadOnlySpan<float> numbers = default)
    {
        if (_pendingStarts) AbandonOpenEpisode();
        RowFlags flags = HasAllFrames() ? RowFlags.IsState : RowFlags.None;
        if (_pendingStarts) flags |= RowFlags.IsFirst;
        if (outcome.IsEnd) flags |= RowFlags.IsEnd;
        if (outcome.Terminated) flags |= RowFlags.IsTerminal;
        int older = OlderFramesOfNextRow(_pendingStarts);
        int slot = SlotOf(Written);
        Append(_pending, flags, older, action, reward);
        numbers.CopyTo(NumbersIn(slot));
        if (!outcome.IsEnd || outcome.Terminated) return;
        slot = SlotOf(Written);
        Append(after, RowFlags.None, OlderFramesOfNextRow(false), 0, 0);
        numbers.CopyTo(NumbersIn(slot));
    }

    /// <summary>Whether the rewards from a row on, and the observation after them, are known. Later rows are known later.</summary>
    internal bool IsComplete(long row)
    {
        for (long last = row; last < Math.Min(row + _steps, Written); last++)
        {
            RowFlags flags = _flags[SlotOf(last)];
            if ((flags & RowFlags.IsEnd) != 0 || (flags & RowFlags.IsState) == 0) return true;
        }

        return row + _steps < Written;
    }

    /// <summary>Whether a row is one that can be drawn once it is complete.</summary>
    internal bool IsState(long row) => (_flags[SlotOf(row)] & RowFlags.IsState) != 0;

    /// <summary>Whether the agent step of a row ended its episode.</summary>
    internal bool IsEnd(long row) => (_flags[SlotOf(row)] & RowFlags.IsEnd) != 0;

    /// <summary>Whether a frame of a row's stack is overwritten. Later rows lose their frames later.</summary>
    internal bool IsLost(long row) => row < Oldest || row - _older[SlotOf(row)] < Oldest;

    /// <summary>Reads the transition that begins at a row, which is complete and not lost.</summary>
    /// <param name="row">The row.</param>
    /// <param name="discount">γ.</param>
    internal Transition Read(long row, float discount)
    {
        (float sum, float factor, long last) = (0, 1, row);
        while (true)
        {
            int slot = SlotOf(last++);
            sum += factor * _rewards[slot];
            factor *= discount;
            bool isTerminal = (_flags[slot] & RowFlags.IsTerminal) != 0;
            if (isTerminal) return new Transition(row, _actions[SlotOf(row)], sum, 0, -1);
            if (last == row + _steps || (_flags[slot] & RowFlags.IsEnd) != 0)
                return new Transition(row, _actions[SlotOf(row)], sum, factor, last);
        }
    }

    /// <summary>Writes the observation of a row as the network takes it.</summary>
    /// <param name="row">A row that is not lost.</param>
    /// <param name="stack">[observation]: memory for the bytes of an image.</param>
    /// <param name="batch">Receives the observation.</param>
    /// <param name="batchRow">The row of the batch.</param>
    internal void Write(long row, Span<byte> stack, Activations<float> batch, int batchRow)
    {
        if (_blocks.IsPixels) batch.WritePixels(batchRow, Pixels(row, stack));
        else _blocks.Values(SlotOf(row)).CopyTo(batch.Input(batchRow));
    }

    /// <summary>The bytes of a row's observation.</summary>
    internal ReadOnlySpan<byte> Pixels(long row, Span<byte> stack)
    {
        if (_depth == 1) return FrameOf(row);
        WriteStack(row, stack);
        return stack;
    }

    /// <summary>The numbers of a row's observation.</summary>
    internal ReadOnlySpan<float> Values(long row) => _blocks.Values(SlotOf(row));

    /// <summary>Writes or reads the rows that are still in their slots.</summary>
    /// <param name="state">Writes or reads them.</param>
    /// <param name="choices">Number of actions.</param>
    internal void Transfer(StateTransfer state, int choices)
    {
        const RowFlags All = RowFlags.IsState | RowFlags.IsTerminal | RowFlags.IsEnd | RowFlags.IsFirst;
        Written = state.LongNumber(Written, "number of rows", 0, long.MaxValue / 2);
        state.Number(ref _unknownFrames, "number of unknown frames", 0, _depth - 1);
        int slots = (int)Math.Min(Written, Capacity);
        state.Bytes(MemoryMarshal.AsBytes(_flags.AsSpan(0, slots)), "flags of a row", (byte)All);
        state.Bytes(_older.AsSpan(0, slots), "number of older frames", (byte)(_depth - 1));
        state.Numbers(_actions.AsSpan(0, slots), "action", 0, choices - 1);
        state.Floats(_rewards.AsSpan(0, slots), "reward");
        state.Floats(_numbers.AsSpan(0, slots * _numbersOfRow), "number of a row");
        _blocks.Transfer(state, slots);
    }

    private static void Copy(Observation source, Observation target)
    {
        source.Pixels.CopyTo(target.Pixels);
        source.Values.CopyTo(target.Values);
    }

    private void Append(Observation observation, RowFlags flags, int older, int action, float reward)
    {
        int slot = SlotOf(Written);
        (_flags[slot], _older[slot], _actions[slot], _rewards[slot]) = (flags, (byte)older, action, reward);
        if (_blocks.IsPixels) KeepNewestFrame(observation.Pixels, _blocks.Pixels(slot));
        else observation.Values.CopyTo(_blocks.Values(slot));
        Written++;
    }

    private Span<float> NumbersIn(int slot) => _numbers.AsSpan(slot * _numbersOfRow, _numbersOfRow);

    private int OlderFramesOfNextRow(bool starts) =>
        starts || Written == 0 ? 0 : Math.Min(_depth - 1, _older[SlotOf(Written - 1)] + 1);

    /// <summary>A memory that was not saved begins in the middle of an episode, whose frames before are not known.</summary>
    private bool HasAllFrames()
    {
        if (_pendingStarts) _unknownFrames = 0;
        else if (Written == 0) _unknownFrames = _depth - 1;
        if (_unknownFrames == 0) return true;
        _unknownFrames--;
        return false;
    }

    /// <summary>
    /// After an abandoned episode another one begins, although the last agent step has no end. The rewards from the last n rows on will
    /// never be known.
    /// </summary>
    private void AbandonOpenEpisode()
    {
        for (long row = Written - 1; row >= Math.Max(Oldest, Written - _steps); row--)
        {
            ref RowFlags flags = ref _flags[SlotOf(row)];
            if ((flags & RowFlags.IsEnd) != 0) return;
            flags &= RowFlags.IsFirst;
            if (flags != RowFlags.None) return;
        }
    }

    private void KeepNewestFrame(ReadOnlySpan<byte> stack, Span<byte> frame)
    {
        int target = 0;
        for (int source = _observation.Channels - _channels; source < stack.Length; source += _observation.Channels)
        {
            for (int channel = 0; channel < _channels; channel++) frame[target++] = stack[source + channel];
        }
    }

    private void WriteStack(long row, Span<byte> stack)
    {
        int older = _older[SlotOf(row)];
        if (older == 3 && _depth == 4 && _channels == 1)
        {
            FrameInterleaving.Join(FrameOf(row - 3), FrameOf(row - 2), FrameOf(row - 1), FrameOf(row), stack);
            return;
        }

        if (older < _depth - 1) stack.Clear();
        for (int age = 0; age <= older; age++)
            FrameInterleaving.Place(FrameOf(row - age), _channels, _depth - 1 - age, _depth, stack);
    }

    private ReadOnlySpan<byte> FrameOf(long row) => _blocks.Pixels(SlotOf(row));
}
