using AsyncRL.TestSources;
using FsCheck.Fluent;

namespace AsyncRL.Distributed.Tests;

public class PortionsTests
{
    /// <summary>The portions of all rounds, one after the other, are the bytes of each rank, and no round is longer than allowed.</summary>
    [Fact]
    public void Portions_cover_every_byte_once() => FsCheck.Check.One(PropertyConfiguration.For("portions", 200), Prop.ForAll(
        Gen.Choose(0, 50).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(),
        Gen.Choose(1, 100).ToArbitrary(),
        (lengths, most) =>
        {
            var portions = new Portions(lengths, most);
            var next = new int[lengths.Length];
            for (int round = 0; round < portions.Rounds; round++)
            {
                int sum = 0;
                for (int rank = 0; rank < lengths.Length; rank++)
                {
                    if (portions.Begin(round, rank) != next[rank]) return false;
                    next[rank] += portions.Count(round, rank);
                    sum += portions.Count(round, rank);
                }

                if (sum == 0 || sum > Math.Max(most, lengths.Length)) return false;
            }

            return next.AsSpan().SequenceEqual(lengths);
        }));

    [Fact]
    public void Blocks_of_two_gigabytes_are_counted_without_overflow()
    {
        var portions = new Portions([int.MaxValue, 0, int.MaxValue - 1], 300_000_000);
        int last = portions.Rounds - 1;
        Assert.Equal(22, portions.Rounds);
        Assert.Equal((int.MaxValue, 0), (portions.Begin(last, 0) + portions.Count(last, 0), portions.Count(last, 1)));
        Assert.Equal(int.MaxValue - 1, portions.Begin(last, 2) + portions.Count(last, 2));
    }
}
