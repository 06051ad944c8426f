namespace AsyncRL.Training.Runs;

/// <summary>The checkpoint of a run whose θ did best, and how well.</summary>
/// <param name="AgentSteps">Its T.</param>
/// <param name="MeanReturn">The mean return by which it was chosen.</param>
/// <param name="IsEvaluated">Whether that is of a periodic evaluation of its θ; else of the latest episodes of the training.</param>
public sealed record BestCheckpoint(long AgentSteps, double MeanReturn, bool IsEvaluated)
{
    /// <summary>
    /// Whether this one takes the place of another: it is better, or chosen by another kind of mean. A tie keeps the earlier.
    /// </summary>
    internal bool Replaces(BestCheckpoint? other) =>
        other is null || other.IsEvaluated != IsEvaluated || MeanReturn > other.MeanReturn;

    /// <summary>Writes by what it was chosen.</summary>
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
