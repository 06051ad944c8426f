namespace AsyncRL.Training.Runs;

/// <summary>
/// The named streams that are split from a run's seed, all in one list. Stream 0 of the seed draws the parameters, and stream 1 + i serves
/// actor-learner i; the periodic evaluations have numbers far above them;
/// every other use has a name, so its episodes are none that were trained on.
/// </summary>
public static class RandomStreams
{
    /// <summary>Evaluation n of those that a run makes while it trains draws from the stream of this number plus n.</summary>
    internal const ulong PeriodicEvaluations = 1ul << 43;

    /// <summary>Episodes of an evaluation in which actions are drawn.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>Episodes of an evaluation in which the best action is taken.</summary>
    public const string GreedyEvaluation = "greedy evaluation";

    /// <summary>The order of actor-learners and the delays in the simulated execution.</summary>
    public const string SimulatedExecution = "simulated execution";

    /// <summary>Episodes that a trained agent plays to be watched or recorded.</summary>
    public const string Playback = "playback";

    /// <summary>Episodes that a person plays.</summary>
    public const string PlayByHand = "play by hand";
}
