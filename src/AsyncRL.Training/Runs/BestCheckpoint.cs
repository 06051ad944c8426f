namespace AsyncRL.Training.Runs;

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
