using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>What a rank tells rank 0 at a report: its counts so far, and the episodes that ended since its last report.</summary>
internal sealed record RankReport
{
    /// <summary>The counts of each actor-learner since the start of the run.</summary>
    internal required ImmutableArray<ActorCounts> Learners { get; init; }

    /// <summary>The episodes since the last report, the oldest first.</summary>
    internal required IReadOnlyList<EpisodeRecord> Episodes { get; init; }

    /// <summary>Episodes that were dropped because their queue was full.</summary>
    internal required long Dropped { get; init; }

    /// <summary>What <see cref="ExchangeCounts.Read"/> returns.</summary>
    internal required ImmutableArray<double> Exchange { get; init; }

    /// <summary>The failure of a worker; empty if there was none.</summary>
    internal string Fault { get; init; } = "";

    /// <summary>The kind of the failure.</summary>
    internal CheckpointEnd End { get; init; }

    /// <summary>The report as bytes.</summary>
    internal byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Learners.Length);
        foreach (ActorCounts counts in Learners) Write(writer, counts);
        writer.Write(Episodes.Count);
        foreach (EpisodeRecord episode in Episodes)
        {
            writer.Write(episode.Thread);
            writer.Write(episode.AgentStep);
            writer.Write(episode.Return);
            writer.Write(episode.Length);
        }

        writer.Write(Dropped);
        Write(writer, Exchange);
        writer.Write(Fault);
        writer.Write((byte)End);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    internal static RankReport Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var learners = new ActorCounts[reader.ReadInt32()];
        for (int i = 0; i < learners.Length; i++) learners[i] = ReadCounts(reader);
        var episodes = new EpisodeRecord[reader.ReadInt32()];
        for (int i = 0; i < episodes.Length; i++)
            episodes[i] = new EpisodeRecord(reader.ReadInt32(), reader.ReadInt64(), reader.ReadDouble(), reader.ReadInt32());
        return new RankReport
        {
            Learners = [.. learners],
            Episodes = episodes,
            Dropped = reader.ReadInt64(),
            Exchange = ReadNumbers(reader),
            Fault = reader.ReadString(),
            End = (CheckpointEnd)reader.ReadByte(),
        };
    }

    private static void Write(BinaryWriter writer, ActorCounts counts)
    {
        writer.Write(counts.AgentSteps);
        writer.Write(counts.Updates);
        writer.Write(counts.Staleness);
        writer.Write(counts.LargestStaleness);
        Write(writer, counts.PhaseSeconds);
        Write(writer, counts.MetricSums);
        Write(writer, counts.MetricCounts);
    }

    private static ActorCounts ReadCounts(BinaryReader reader) => new()
    {
        AgentSteps = reader.ReadInt64(),
        Updates = reader.ReadInt64(),
        Staleness = reader.ReadDouble(),
        LargestStaleness = reader.ReadDouble(),
        PhaseSeconds = ReadNumbers(reader),
        MetricSums = ReadNumbers(reader),
        MetricCounts = ReadNumbers(reader),
    };

    private static void Write(BinaryWriter writer, ImmutableArray<double> numbers)
    {
        writer.Write(numbers.Length);
        foreach (double number in numbers) writer.Write(number);
    }

    private static ImmutableArray<double> ReadNumbers(BinaryReader reader)
    {
        var numbers = new double[reader.ReadInt32()];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = reader.ReadDouble();
        return [.. numbers];
    }
}
