using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>The event at which a checkpoint was made.</summary>
public enum CheckpointEnd
{
    /// <summary>The training continued, was interrupted, or was finished.</summary>
    Ordinary,

    /// <summary>An actor-learner failed; θ is sound, and the failed actor begins a new episode.</summary>
    Failure,

    /// <summary>A gradient was refused: θ is finite, but may be of no use.</summary>
    RefusedGradient,
}

/// <summary>
/// The description of a checkpoint: the progress and the settings of the run. The state is in the other sections of the file.
/// </summary>
public sealed record Checkpoint
{
    internal const string RunSection = "run";
    internal const string TablesSection = "tables";
    internal const string BestSection = "best";

    /// <summary>More steps than any run does. A larger count is damage.</summary>
    private const long MostSteps = 1L << 53;

    /// <summary>The settings of the run by name: <see cref="RunSettings"/>.</summary>
    public required IReadOnlyDictionary<string, string> MadeWith { get; init; }

    /// <summary>The event at which the checkpoint was made.</summary>
    public CheckpointEnd End { get; init; }

    /// <summary>Name, shapes and length of the parameters. They distinguish checkpoints of different networks.</summary>
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

    /// <summary>The mean by which it was chosen as the best checkpoint of its run; null if it was not chosen.</summary>
    internal BestCheckpoint? Best { get; init; }

    /// <summary>Whether a section describes the checkpoint and is not a part of the run's state.</summary>
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
    /// <exception cref="InvalidDataException">A length does not fit, or a number is out of the range that a run can have.</exception>
    internal static Checkpoint Read(CheckpointFile file)
    {
        using var run = new BoundedReader(file.Bytes(RunSection));
        using var tables = new BoundedReader(file.Bytes(TablesSection));
        Checkpoint checkpoint = ReadRun(run) with { TableEntries = tables.ReadTable(r => r.ReadInt64()) };
        run.ExpectEnd();
        tables.ExpectEnd();
        checkpoint.Check();
        if (!file.Has(BestSection)) return checkpoint;
        using var best = new BoundedReader(file.Bytes(BestSection));
        checkpoint = checkpoint with { Best = BestCheckpoint.Read(best, checkpoint.AgentSteps) };
        best.ExpectEnd();
        return checkpoint;
    }

    /// <summary>Reads the section of the run. The entries of the tables are in another section.</summary>
    internal static Checkpoint ReadRun(BoundedReader reader) => new()
    {
        MadeWith = reader.ReadTable(r => r.ReadLine()),
        End = (CheckpointEnd)reader.ReadByte(),
        Network = reader.ReadLine(),
        AgentSteps = reader.ReadInt64(),
        Updates = reader.ReadInt64(),
        Seconds = new StateTransfer(reader).Real(0, "time trained", 0),
        Episodes = reader.ReadInt64(),
        BestReturn = reader.ReadDouble(),
        TableEntries = new Dictionary<string, long>(),
    };

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

/// <summary>The checkpoint of a run with the best mean return, and this return.</summary>
/// <param name="AgentSteps">Its T.</param>
/// <param name="MeanReturn">The mean return by which it was chosen.</param>
/// <param name="IsEvaluated">Whether the mean is of a periodic evaluation of θ; otherwise of the latest training episodes.</param>
public sealed record BestCheckpoint(long AgentSteps, double MeanReturn, bool IsEvaluated)
{
    /// <summary>
    /// Whether this checkpoint replaces another: it is better, or chosen by another kind of mean. A tie keeps the earlier one.
    /// </summary>
    internal bool Replaces(BestCheckpoint? other) =>
        other is null || other.IsEvaluated != IsEvaluated || MeanReturn > other.MeanReturn;

    /// <summary>Writes the mean and its kind.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(IsEvaluated);
        writer.Write(MeanReturn);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal static BestCheckpoint Read(BinaryReader reader, long agentSteps)
    {
        bool isEvaluated = reader.ReadBoolean();
        return new BestCheckpoint(agentSteps, reader.ReadDouble(), isEvaluated);
    }
}

/// <summary>Whether a checkpoint's parameters are those of a run's network.</summary>
internal static class CheckpointFit
{
    /// <summary>Checks the network and the length of θ. Each part of the run checks its own section when it is restored.</summary>
    /// <exception cref="InputException">The network or the length differs.</exception>
    internal static void Check(CheckpointFile file, TrainingConfiguration configuration)
    {
        string expected = NetworkSignature(configuration);
        if (file.Checkpoint.Network != expected)
            throw new InputException($"The checkpoint {file.Path} is of the network {file.Checkpoint.Network}; expected {expected}.");
        long length = (long)configuration.Network.Layout.BlockLength * sizeof(float);
        if (file.ThetaLength != length)
            throw new InputException($"The checkpoint {file.Path} holds {file.ThetaLength} bytes of the parameters θ; expected {length}.");
    }

    /// <summary>Name, input and layout of a network in one line.</summary>
    internal static string NetworkSignature(TrainingConfiguration configuration) =>
        $"{configuration.Network.Description.Name} on {configuration.Network.Input}: {LayoutOf(configuration.Network)}";

    /// <summary>Names and shapes of a network's parameters in one line.</summary>
    internal static string LayoutOf(NetworkStructure network)
    {
        var slices = new List<string>();
        foreach (ParameterSlice slice in network.Layout.Slices) slices.Add($"{slice.Name}[{string.Join("×", slice.Shape.Dimensions)}]");
        return string.Join(" ", slices);
    }
}
