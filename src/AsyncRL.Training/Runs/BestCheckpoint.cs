namespace AsyncRL.Training.Runs;

/// <summary>The checkpoint of a run with the best mean return, and this return.</summary>
/// <param name="AgentSteps">Its T.</param>
/// <param name="MeanReturn">The mean return by which it was chosen.</param>
/// <param name="IsEvaluated">Whether the mean is of a periodic evaluation of θ; otherwise of the latest training episodes.</param>
public sealed record BestCheckpoint(long AgentSteps, double MeanReturn, bool IsEvaluated)
{
    private const string WatchName = "best";
    private const int WatchLength = sizeof(bool) + sizeof(double);

    /// <summary>
    /// Whether this checkpoint replaces another: it is better, or chosen by another kind of mean. A tie keeps the earlier one.
    /// </summary>
    internal bool Replaces(BestCheckpoint? other) =>
        other is null || other.IsEvaluated != IsEvaluated || MeanReturn > other.MeanReturn;

    /// <summary>The checkpoint with its mean return among its watches.</summary>
    internal Checkpoint Mark(Checkpoint checkpoint) => checkpoint.With(WatchName, CheckpointMaker.StateOf(writer =>
    {
        writer.Write(IsEvaluated);
        writer.Write(MeanReturn);
    }));

    /// <summary>Reads what <see cref="Mark"/> added.</summary>
    /// <returns>The checkpoint's mean return; null if it has no mark.</returns>
    internal static BestCheckpoint? Of(Checkpoint checkpoint)
    {
        if (!checkpoint.Watches.TryGetValue(WatchName, out byte[]? state) || state.Length != WatchLength) return null;
        return new BestCheckpoint(checkpoint.AgentSteps, BitConverter.ToDouble(state, sizeof(bool)), state[0] != 0);
    }
}
