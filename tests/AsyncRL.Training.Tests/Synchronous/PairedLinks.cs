
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>Two ranks on one thread. An exchange is complete when both have begun it.</summary>
internal sealed class PairedLinks
{
    private readonly RankParts?[] _parts = new RankParts?[2];
    private readonly RankParts?[] _received = new RankParts?[2];
    private readonly bool[] _isComplete = new bool[2];

    internal PairedLinks() => Links = [new Link(this, 0), new Link(this, 1)];

    internal IMemberLink[] Links { get; }

    private void Begin(int rank, RankParts parts, RankParts? received)
    {
        (_parts[rank], _received[rank], _isComplete[rank]) = (parts, received, false);
        if (_parts[1 - rank] is null) return;
        for (int from = 0; from < 2; from++)
        {
            for (int to = 0; to < 2; to++)
            {
                if (received is null) _parts[from]!.Of(from).CopyTo(_parts[to]!.Of(from));
                else _parts[from]!.Of(to).CopyTo(_received[to]!.Of(from));
            }
        }

        (_parts[0], _parts[1]) = (null, null);
        (_isComplete[0], _isComplete[1]) = (true, true);
    }

    private sealed class Link(PairedLinks pair, int rank) : IMemberLink
    {
        public int Rank => rank;

        public int Ranks => 2;

        public void BeginTranspose(RankParts parts, RankParts received) => pair.Begin(rank, parts, received);

        public void BeginShare(RankParts parts) => pair.Begin(rank, parts, null);

        public bool TryEnd() => pair._isComplete[rank];

        public void Leave(RankParts parts, RankParts? received)
        {
        }
    }
}
