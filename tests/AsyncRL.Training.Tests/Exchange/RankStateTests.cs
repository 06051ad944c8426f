using System.Linq;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;
using Microsoft.IO;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>States of ranks as bytes: how they go from rank to rank, and how they are read.</summary>
public class RankStateTests
{
    /// <summary>The lengths are around those of the pieces, different on every rank, and 0.</summary>
    [Theory]
    [InlineData(1, 5, new[] { 12 })]
    [InlineData(2, 5, new[] { 5, 0 })]
    [InlineData(3, 5, new[] { 0, 4, 16 })]
    [InlineData(3, 5, new[] { 10, 9, 11 })]
    [InlineData(2, 100, new[] { 3, 7 })]
    [InlineData(2, 700_000, new[] { 3_000_000, 1 })]
    [InlineData(2, 5, new[] { 0, 0 })]
    public void States_arrive_in_pieces(int ranks, int pieceLength, int[] lengths)
    {
        byte[][] brought = Array.ConvertAll(lengths, length => new byte[length]), received = new byte[ranks][];
        byte[][] collected = [];
        for (int rank = 0; rank < ranks; rank++) new Random(rank).NextBytes(brought[rank]);
        Threads.Run([.. Array.ConvertAll(InProcessCommunicator.Create(ranks), communicator => (Action)(() =>
        {
            using RecyclableMemoryStream own = RankState.Create();
            own.Write(brought[communicator.Rank]);
            IReadOnlyList<RecyclableMemoryStream> all = RankState.Gather(communicator, own, ranks * pieceLength);
            if (communicator.Rank == 0) collected = [.. all.Select(state => state.ToArray())];
            else Assert.Empty(all);

            // Each rank receives what it has brought, from the copies of rank 0.
            using RecyclableMemoryStream back = RankState.Scatter(communicator, all, ranks * pieceLength);
            received[communicator.Rank] = back.ToArray();
        }))]);
        Assert.Equal(brought, collected);
        Assert.Equal(brought, received);
    }

    /// <summary>Checkpoints of versions that wrote the lengths of sections in 32 bits are read as well.</summary>
    [Fact]
    public void Lengths_of_32_bits_are_read()
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Network = "mlp",
            Threads = 2,
            AgentSteps = 100_000,
        });
        using Engine engine = new(configuration), restored = new(configuration);
        foreach (IWorker worker in engine.Workers) worker.Run();
        InProcessCommunicator communicator = InProcessCommunicator.Create(1)[0];
        using RecyclableMemoryStream state =
            new RankStates(communicator, engine, null, RankRounds.Create(configuration, communicator, engine, null))
                .Save(hasAbandoned: false);
        RankStates.Restore(restored, null, EarlierForm(state), isNew: false, keepsTheta: true);
        Assert.Equal(BytesOf(engine), BytesOf(restored));
    }

    private static MemoryStream EarlierForm(RecyclableMemoryStream state)
    {
        state.Position = 0;
        using var reader = new BinaryReader(state, System.Text.Encoding.UTF8, leaveOpen: true);
        var earlier = new MemoryStream();
        var writer = new BinaryWriter(earlier);
        writer.Write(reader.ReadBytes(sizeof(byte) + (2 * sizeof(long))));
        int sections = reader.ReadInt32();
        writer.Write(sections);
        for (int i = 0; i < sections; i++)
        {
            writer.Write(reader.ReadString());
            Assert.Equal(-1, reader.ReadInt32());
            int length = (int)reader.ReadInt64();
            writer.Write(length);
            writer.Write(reader.ReadBytes(length));
        }

        Assert.Equal(state.Length, state.Position);
        return earlier;
    }

    private static string BytesOf(Engine engine)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (Section section in engine.Sections(null)) section.Save(writer);
        writer.Flush();
        return Convert.ToHexString(bytes.ToArray());
    }
}
