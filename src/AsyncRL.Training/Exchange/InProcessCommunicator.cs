using System.Numerics.Tensors;
using AsyncRL.Core.Waiting;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Training.Exchange;

/// <summary>
/// Ranks that are threads of one process. Their sums are added in the order of the ranks, so that they repeat bit for bit.
/// </summary>
internal sealed class InProcessCommunicator : ICommunicator
{
    private readonly Meeting _meeting;
    private long _number;

    private InProcessCommunicator(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Ranks => _meeting.Ranks;

    /// <inheritdoc/>
    public string Library => "threads of one process";

    /// <inheritdoc/>
    public bool CanLoseRanks => false;

    /// <inheritdoc/>
    public TimeSpan LongestWait { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Makes the communicators of all ranks.</summary>
    /// <param name="ranks">Number of ranks.</param>
    /// <returns>One for each rank.</returns>
    internal static InProcessCommunicator[] Create(int ranks)
    {
        var meeting = new Meeting(ranks);
        var communicators = new InProcessCommunicator[ranks];
        for (int rank = 0; rank < ranks; rank++) communicators[rank] = new InProcessCommunicator(meeting, rank);
        return communicators;
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> block)
    {
        object[] all = Exchange(Rank == 0 ? block.ToArray() : []);
        ((byte[])all[0]).CopyTo(block);
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> state)
    {
        object[] all = Exchange(state.ToArray());
        return Rank == 0 ? Array.ConvertAll(all, bytes => (byte[])bytes) : [];
    }

    /// <inheritdoc/>
    public byte[] Scatter(IReadOnlyList<byte[]> states)
    {
        object[] all = Exchange(states);
        return ((IReadOnlyList<byte[]>)all[0])[Rank];
    }

    /// <inheritdoc/>
    public void BeginSum(AlignedBlock<float> part, AlignedBlock<float> sum) => Begin(Combination.Sum, part, sum);

    /// <inheritdoc/>
    public void BeginTranspose(AlignedBlock<float> parts, AlignedBlock<float> received) => Begin(Combination.Transpose, parts, received);

    /// <inheritdoc/>
    public void BeginShare(AlignedBlock<float> parts) => Begin(Combination.Share, parts, parts);

    /// <inheritdoc/>
    public bool TryEnd() => _meeting.IsComplete(_number);

    /// <inheritdoc/>
    public IReadOnlyList<int> Missing() => _meeting.Missing();

    /// <inheritdoc/>
    public void Abort(int exitCode) => _meeting.Break();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Begin(Combination combination, AlignedBlock<float> part, AlignedBlock<float> result) =>
        _number = _meeting.Bring(Rank, part, result, combination);

    private object[] Exchange(object what) =>
        _meeting.WaitFor(_meeting.Bring(Rank, what, null, Combination.None), LongestWait);

    /// <summary>What the last rank does with the blocks of all.</summary>
    private enum Combination
    {
        None,
        Sum,
        Transpose,
        Share,
    }

    /// <summary>
    /// Where the ranks bring what they exchange. The exchange is complete when the last rank has brought its part; that rank also does the
    /// sum. A rank brings the next part only after its exchange is complete, so nothing is replaced before every rank has it.
    /// </summary>
    private sealed class Meeting(int ranks)
    {
        private readonly object _gate = new();
        private readonly object?[] _brought = new object?[ranks];
        private readonly AlignedBlock<float>?[] _results = new AlignedBlock<float>?[ranks];
        private object[] _complete = [];
        private Combination _combination;
        private int _present;
        private long _exchanges;
        private bool _isBroken;

        internal int Ranks => ranks;

        /// <summary>Brings a part.</summary>
        /// <returns>The number of the exchange to which it belongs.</returns>
        internal long Bring(int rank, object part, AlignedBlock<float>? result, Combination combination)
        {
            lock (_gate)
            {
                Check();
                if (_present > 0 && combination != _combination)
                    throw new InvalidOperationException("Another rank makes another call; expected the same calls in the same order.");
                (_brought[rank], _results[rank], _combination) = (part, result, combination);
                long number = _exchanges + 1;
                if (++_present == ranks) Complete();
                return number;
            }
        }

        internal bool IsComplete(long number)
        {
            lock (_gate)
            {
                Check();
                return _exchanges >= number;
            }
        }

        /// <summary>Waits for all ranks.</summary>
        /// <returns>What they brought, in the order of their numbers.</returns>
        internal object[] WaitFor(long number, TimeSpan longest)
        {
            var waiting = WaitingTime.Begin();
            lock (_gate)
            {
                while (_exchanges < number)
                {
                    Check();
                    Monitor.Wait(_gate, WaitingTime.LongestGap);
                    if (_exchanges < number && waiting.IsLongerThan(longest)) throw new RankMissingException(Missing(), longest);
                }

                Check();
                return _complete;
            }
        }

        internal List<int> Missing()
        {
            var missing = new List<int>();
            lock (_gate)
            {
                for (int rank = 0; rank < ranks; rank++)
                {
                    if (_brought[rank] is null) missing.Add(rank);
                }
            }

            return missing;
        }

        internal void Break()
        {
            lock (_gate)
            {
                _isBroken = true;
                Monitor.PulseAll(_gate);
            }
        }

        private void Complete()
        {
            switch (_combination)
            {
                case Combination.Sum:
                    AddInOrder();
                    break;
                case Combination.Transpose:
                    ForEachPart((from, to, length) => Part(from, to, length).CopyTo(Result(to).Slice(from * length, length)));
                    break;
                case Combination.Share:
                    ForEachPart((from, to, length) => Part(from, from, length).CopyTo(Result(to).Slice(from * length, length)));
                    break;
                default:
                    _complete = (object[])_brought.Clone();
                    break;
            }

            Array.Clear(_brought);
            _present = 0;
            _exchanges++;
            Monitor.PulseAll(_gate);
        }

        private void AddInOrder()
        {
            Span<float> sum = Result(0);
            Block(0).CopyTo(sum);
            for (int rank = 1; rank < ranks; rank++) TensorPrimitives.Add(sum, Block(rank), sum);
            for (int rank = 1; rank < ranks; rank++) sum.CopyTo(Result(rank));
        }

        private void ForEachPart(Action<int, int, int> copy)
        {
            int length = Block(0).Length / ranks;
            for (int from = 0; from < ranks; from++)
            {
                for (int to = 0; to < ranks; to++) copy(from, to, length);
            }
        }

        private ReadOnlySpan<float> Block(int rank) => ((AlignedBlock<float>)_brought[rank]!).Span;

        private ReadOnlySpan<float> Part(int rank, int part, int length) => Block(rank).Slice(part * length, length);

        private Span<float> Result(int rank) => _results[rank]!.Span;

        private void Check()
        {
            if (_isBroken) throw new RankMissingException("Another rank of this process has ended the run.");
        }
    }
}
