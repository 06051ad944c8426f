namespace AsyncRL.Training.Runs;

/// <summary>Everything from which a run continues, as it was at one instant between segments.</summary>
public sealed class Checkpoint
{
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

    /// <summary>The optimiser's shared statistics g.</summary>
    public required float[] Statistic { get; init; }

    /// <summary>The mean of the gradients that Adam shares; empty where no such optimiser runs.</summary>
    public required float[] Mean { get; init; }

    /// <summary>θ⁻; empty where the algorithm has none.</summary>
    public required float[] Target { get; init; }

    /// <summary>The moments by which observations and rewards are normalised; empty where none are.</summary>
    public required byte[] Normalization { get; init; }

    /// <summary>Where the simulated schedule stands; empty with threads.</summary>
    public required byte[] Schedule { get; init; }

    /// <summary>Per actor-learner: generator, environment, running episode, counters, its own statistics.</summary>
    public required IReadOnlyList<byte[]> Actors { get; init; }

    /// <summary>Bytes of each log when the checkpoint was made: what a resumed run cuts them back to.</summary>
    public required IReadOnlyDictionary<string, long> LogLengths { get; init; }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Network);
        writer.Write(AgentSteps);
        writer.Write(Updates);
        writer.Write(Seconds);
        writer.Write(Episodes);
        writer.Write(BestReturn);
        WriteFloats(writer, Theta);
        WriteFloats(writer, Statistic);
        WriteFloats(writer, Mean);
        WriteFloats(writer, Target);
        WriteBytes(writer, Normalization);
        WriteBytes(writer, Schedule);
        writer.Write(Actors.Count);
        foreach (byte[] actor in Actors) WriteBytes(writer, actor);

        writer.Write(LogLengths.Count);
        foreach ((string log, long length) in LogLengths)
        {
            writer.Write(log);
            writer.Write(length);
        }
    }

    internal static Checkpoint Read(BinaryReader reader) => new()
    {
        Network = reader.ReadString(),
        AgentSteps = reader.ReadInt64(),
        Updates = reader.ReadInt64(),
        Seconds = reader.ReadDouble(),
        Episodes = reader.ReadInt64(),
        BestReturn = reader.ReadDouble(),
        Theta = ReadFloats(reader),
        Statistic = ReadFloats(reader),
        Mean = ReadFloats(reader),
        Target = ReadFloats(reader),
        Normalization = ReadBytes(reader),
        Schedule = ReadBytes(reader),
        Actors = ReadActors(reader),
        LogLengths = ReadLogLengths(reader),
    };

    private static void WriteFloats(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        foreach (float value in values) writer.Write(value);
    }

    private static float[] ReadFloats(BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        foreach (ref float value in values.AsSpan()) value = reader.ReadSingle();
        return values;
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private static List<byte[]> ReadActors(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        var actors = new List<byte[]>(count);
        for (int i = 0; i < count; i++) actors.Add(ReadBytes(reader));
        return actors;
    }

    private static Dictionary<string, long> ReadLogLengths(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        var lengths = new Dictionary<string, long>(count);
        for (int i = 0; i < count; i++) lengths.Add(reader.ReadString(), reader.ReadInt64());
        return lengths;
    }
}
