using System.Runtime.InteropServices;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>How the training came to the instant of a checkpoint.</summary>
public enum CheckpointEnd
{
    /// <summary>It went on, was interrupted, or was finished.</summary>
    Ordinary,

    /// <summary>An actor-learner failed; θ is sound, and the failed actor begins a new episode.</summary>
    Failure,

    /// <summary>A gradient was refused: θ is finite, but may be of no use.</summary>
    RefusedGradient,
}

/// <summary>Everything from which a run continues, as it was at one instant between segments.</summary>
public sealed record Checkpoint
{
    /// <summary>More than any run does; what counts beyond it is damaged.</summary>
    private const long MostSteps = 1L << 53;

    /// <summary>What it was made with, by name: <see cref="RunSettings"/>.</summary>
    public required IReadOnlyDictionary<string, string> MadeWith { get; init; }

    /// <summary>How the training came here.</summary>
    public CheckpointEnd End { get; init; }

    /// <summary>Name, shapes and length of the parameters, to tell a checkpoint of another network.</summary>
    public required string Network { get; init; }

    /// <summary>T.</summary>
    public required long AgentSteps { get; init; }

    /// <summary>Updates applied.</summary>
    public required long Updates { get; init; }

    /// <summary>Seconds trained.</summary>
    public required double Seconds { get; init; }

    /// <summary>Episodes finished.</summary>
    public required long Episodes { get; init; }

    /// <summary>The best return of a finished episode; NaN before the first.</summary>
    public required double BestReturn { get; init; }

    /// <summary>θ, in the network's layout.</summary>
    public required float[] Theta { get; init; }

    /// <summary>The statistics of an optimizer that all threads share; empty if each thread has its own.</summary>
    public required byte[] Optimizer { get; init; }

    /// <summary>Target parameters such as θ⁻ by name; empty where the algorithm has none.</summary>
    public required IReadOnlyDictionary<string, float[]> Targets { get; init; }

    /// <summary>The moments by which observations and rewards are normalized; empty where none are.</summary>
    public required byte[] Normalization { get; init; }

    /// <summary>Where the simulated execution stands; empty with threads.</summary>
    public required byte[] Execution { get; init; }

    /// <summary>Per actor-learner: generator, environment, running episode, counters, its own statistics.</summary>
    public required IReadOnlyList<byte[]> Actors { get; init; }

    /// <summary>Reports or episodes that each table had counted: a resumed run cuts the tables back to them.</summary>
    public required IReadOnlyDictionary<string, long> TableEntries { get; init; }

    /// <summary>What watches the run has gathered, by name; empty in checkpoints of versions that had none.</summary>
    public IReadOnlyDictionary<string, byte[]> Watches { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The same checkpoint with one more watch.</summary>
    internal Checkpoint With(string name, byte[] state) =>
        this with { Watches = new Dictionary<string, byte[]>(Watches) { [name] = state } };

    internal void Write(BinaryWriter writer)
    {
        writer.Write(MadeWith.Count);
        foreach ((string name, string value) in MadeWith)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write((byte)End);
        writer.Write(Network);
        writer.Write(AgentSteps);
        writer.Write(Updates);
        writer.Write(Seconds);
        writer.Write(Episodes);
        writer.Write(BestReturn);
        WriteFloats(writer, Theta);
        WriteBytes(writer, Optimizer);
        writer.Write(Targets.Count);
        foreach ((string name, float[] target) in Targets)
        {
            writer.Write(name);
            WriteFloats(writer, target);
        }

        WriteBytes(writer, Normalization);
        WriteBytes(writer, Execution);
        writer.Write(Actors.Count);
        foreach (byte[] actor in Actors) WriteBytes(writer, actor);

        writer.Write(TableEntries.Count);
        foreach ((string table, long entries) in TableEntries)
        {
            writer.Write(table);
            writer.Write(entries);
        }

        if (Watches.Count == 0) return;
        writer.Write(Watches.Count);
        foreach ((string name, byte[] state) in Watches)
        {
            writer.Write(name);
            WriteBytes(writer, state);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A length does not fit, or a number is none that a run can have.</exception>
    internal static Checkpoint Read(BoundedReader reader)
    {
        var checkpoint = new Checkpoint
        {
            MadeWith = ReadTable(reader, r => r.ReadLine()),
            End = (CheckpointEnd)reader.ReadByte(),
            Network = reader.ReadLine(),
            AgentSteps = reader.ReadInt64(),
            Updates = reader.ReadInt64(),
            Seconds = reader.ReadReal("time trained", 0),
            Episodes = reader.ReadInt64(),
            BestReturn = reader.ReadDouble(),
            Theta = reader.ReadFloats(),
            Optimizer = reader.ReadBlock(),
            Targets = ReadTable(reader, r => r.ReadFloats()),
            Normalization = reader.ReadBlock(),
            Execution = reader.ReadBlock(),
            Actors = ReadActors(reader),
            TableEntries = ReadTable(reader, r => r.ReadInt64()),
            Watches = reader.IsAtEnd ? new Dictionary<string, byte[]>() : ReadTable(reader, r => r.ReadBlock()),
        };
        reader.ExpectEnd();
        checkpoint.Check();
        return checkpoint;
    }

    private void Check()
    {
        SavedState.Check("mark of its end", (long)End, (long)CheckpointEnd.Ordinary, (long)CheckpointEnd.RefusedGradient);
        SavedState.Check("number of agent steps", AgentSteps, 0, MostSteps);
        SavedState.Check("number of updates", Updates, 0, MostSteps);
        SavedState.Check("number of episodes", Episodes, 0, MostSteps);
        foreach ((string table, long entries) in TableEntries) SavedState.Check($"number of entries in {table}", entries, 0, MostSteps);
        SavedState.CheckFinite("parameters θ", Theta);
        foreach ((string name, float[] target) in Targets) SavedState.CheckFinite($"target parameters {name}", target);
    }

    private static void WriteFloats(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes<float>(values));
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static List<byte[]> ReadActors(BoundedReader reader)
    {
        int count = reader.ReadCount(sizeof(int));
        var actors = new List<byte[]>(count);
        for (int i = 0; i < count; i++) actors.Add(reader.ReadBlock());
        return actors;
    }

    private static Dictionary<string, T> ReadTable<T>(BoundedReader reader, Func<BoundedReader, T> readValue)
    {
        int count = reader.ReadCount(2);
        var table = new Dictionary<string, T>(count);
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadLine();
            if (!table.TryAdd(name, readValue(reader))) throw new InvalidDataException($"it names {name} twice");
        }

        return table;
    }
}
