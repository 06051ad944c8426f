namespace AsyncRL.Training.Runs;

/// <summary>
/// The list of all random streams that are split from a run's seed. Stream 0 draws the parameters, and actor-learner i uses stream 1 + i.
/// The periodic evaluations have far larger numbers. Every other use has a name. Therefore evaluations never play the episodes of the
/// training.
/// </summary>
public static class RandomStreams
{
    /// <summary>Periodic evaluation n uses the stream of this number plus n.</summary>
    internal const ulong PeriodicEvaluations = 1ul << 43;

    /// <summary>Episodes of an evaluation with drawn actions.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>Episodes of an evaluation with greedy actions.</summary>
    public const string GreedyEvaluation = "greedy evaluation";

    /// <summary>The order of actor-learners and the delays in the simulated execution.</summary>
    public const string SimulatedExecution = "simulated execution";

    /// <summary>Episodes that a trained agent plays for <c>play</c> and <c>record</c>.</summary>
    public const string Playback = "playback";

    /// <summary>Episodes that a trained agent plays for <c>picture</c>.</summary>
    public const string Pictures = "pictures";

    /// <summary>Episodes that a person plays.</summary>
    public const string PlayByHand = "play by hand";
}
