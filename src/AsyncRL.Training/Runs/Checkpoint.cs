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

/// <summary>What a checkpoint is of: how far the run was, and what it was made with. The state is in the file's other sections.</summary>
public sealed record Checkpoint
{
    internal const string RunSection = "run";
    internal const string TablesSection = "tables";
    internal const string BestSection = "best";

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

    /// <summary>Reports or episodes that each table had counted: a resumed run cuts the tables back to them.</summary>
    public required IReadOnlyDictionary<string, long> TableEntries { get; init; }

    /// <summary>By what it was chosen as the best of its run; null if it was not.</summary>
    internal BestCheckpoint? Best { get; init; }

    /// <summary>Whether a section describes the checkpoint, and is no part of the run's state.</summary>
    internal static bool IsDescription(string section) => section is RunSection or TablesSection or BestSection;

    /// <summary>The sections that describe the checkpoint.</summary>
    internal IEnumerable<Section> Sections
    {
        get
        {
            yield return Describe(RunSection, SaveRun);
            yield return Describe(TablesSection, writer => SaveTable(writer, TableEntries, writer.Write));
            if (Best is not null) yield return Describe(BestSection, Best.Save);
        }
    }

    /// <summary>Reads what <see cref="Sections"/> wrote.</summary>
    /// <exception cref="InvalidDataException">A length does not fit, or a number is none that a run can have.</exception>
    internal static Checkpoint Read(CheckpointFile file)
    {
        using var run = new BoundedReader(file.Bytes(RunSection));
        using var tables = new BoundedReader(file.Bytes(TablesSection));
        var checkpoint = new Checkpoint
        {
            MadeWith = run.ReadTable(r => r.ReadLine()),
            End = (CheckpointEnd)run.ReadByte(),
            Network = run.ReadLine(),
            AgentSteps = run.ReadInt64(),
            Updates = run.ReadInt64(),
            Seconds = run.ReadReal("time trained", 0),
            Episodes = run.ReadInt64(),
            BestReturn = run.ReadDouble(),
            TableEntries = tables.ReadTable(r => r.ReadInt64()),
        };
        run.ExpectEnd();
        tables.ExpectEnd();
        checkpoint.Check();
        if (!file.Has(BestSection)) return checkpoint;
        using var best = new BoundedReader(file.Bytes(BestSection));
        checkpoint = checkpoint with { Best = BestCheckpoint.Read(best, checkpoint.AgentSteps) };
        best.ExpectEnd();
        return checkpoint;
    }

    /// <summary>Passes over the section of the run, wherever it ends.</summary>
    /// <returns>What the run was made with.</returns>
    internal static Dictionary<string, string> PassRun(BoundedReader reader)
    {
        Dictionary<string, string> madeWith = reader.ReadTable(r => r.ReadLine());
        reader.ReadByte();
        reader.ReadLine();
        reader.Skip(5 * sizeof(long));
        return madeWith;
    }

    private static Section Describe(string name, Action<BinaryWriter> save) =>
        new(name, save, _ => throw new NotSupportedException("What describes a checkpoint is read when its file is opened."));

    private static void SaveTable<T>(BinaryWriter writer, IReadOnlyDictionary<string, T> table, Action<T> saveValue)
    {
        writer.Write(table.Count);
        foreach ((string name, T value) in table)
        {
            writer.Write(name);
            saveValue(value);
        }
    }

    private void SaveRun(BinaryWriter writer)
    {
        SaveTable(writer, MadeWith, writer.Write);
        writer.Write((byte)End);
        writer.Write(Network);
        writer.Write(AgentSteps);
        writer.Write(Updates);
        writer.Write(Seconds);
        writer.Write(Episodes);
        writer.Write(BestReturn);
    }

    private void Check()
    {
        SavedState.Check("mark of its end", (long)End, (long)CheckpointEnd.Ordinary, (long)CheckpointEnd.RefusedGradient);
        SavedState.Check("number of agent steps", AgentSteps, 0, MostSteps);
        SavedState.Check("number of updates", Updates, 0, MostSteps);
        SavedState.Check("number of episodes", Episodes, 0, MostSteps);
        foreach ((string table, long entries) in TableEntries) SavedState.Check($"number of entries in {table}", entries, 0, MostSteps);
    }
}
