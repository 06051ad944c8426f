using System.Collections.Immutable;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// Recurrent Q-learning from a replay memory of sequences (Kapturowski et al. 2019, "R2D2"): stored states, burn-in, rescaled values and
/// priorities of sequences.
/// </summary>
public sealed class R2d2 : ReplayAlgorithm<R2d2Options>
{
    /// <inheritdoc/>
    public override string Name => "r2d2";

    /// <inheritdoc/>
    public override string Summary => "Q-learning of networks with memory from a replay memory of sequences (Kapturowski et al. 2019)";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> OtherDefaults { get; } = ImmutableDictionary.CreateRange(
        new Dictionary<string, string>
        {
            ["optimizer"] = "shared-adam",
            ["learning-rate"] = "1e-4",
            ["learning-rate-schedule"] = "constant",
            ["adam-epsilon"] = "1e-3",
            ["clip-norm"] = "80",
        });

    /// <inheritdoc/>
    public override long ActivationRows(NetworkStructure network, int threads, int? longestEpisode, bool ofPixels)
    {
        long sequences = Options.SequencesOfPass(network, threads, ofPixels);
        return EnvironmentsOf(threads) + (sequences * (Options.BurnIn + Options.StepsOfSequence));
    }

    /// <inheritdoc/>
    public override StoreSize StoreSize(
        NetworkStructure network, ObservationSpecification observation, ActionSpecification actions, int threads) =>
        SequenceItems.SizeOf(network, observation, Options);

    /// <inheritdoc/>
    public override ForwardPasses CountPasses(bool isRecurrent, double agentSteps)
    {
        double sequences = agentSteps * Options.MinibatchSize / Options.StepsPerUpdate;
        double rows = sequences * (Options.BurnIn + Options.StepsOfSequence);
        return new ForwardPasses(
            agentSteps + rows, rows, RowsPerPass: Options.MinibatchSize, Learned: sequences * Options.SequenceLength);
    }

    /// <inheritdoc/>
    private protected override ReplayMemory CreateMemory(NetworkStructure network, Actor actor, RandomGenerator generator) =>
        new(
            actor.ObservationSpecification,
            actor.Actions,
            Options.Memory,
            generator,
            (ring, priorities, firstSlot) => new SequenceItems(network, Options, ring, priorities, firstSlot));

    /// <inheritdoc/>
    protected override ISynchronousLearner CreateLearner(SynchronousMember member) => new R2d2Learner(member, Options);
}

/// <summary>The hyper-parameters of <see cref="R2d2"/>, each with its unit, default and source.</summary>
public sealed record R2d2Options : ReplayOptions
{
    /// <summary>Sets the defaults of Kapturowski et al. 2019.</summary>
    public R2d2Options()
    {
        (FinalExploration, FinalExplorationProbabilities, Exploration) = ("0.1", "1", Ladder);
        (Steps, Discount, Dueling, LossScale) = (5, 0.997, true, Mean);
        (Replay, PriorityExponent, ImportanceExponent, ImportanceSchedule) = (Proportional, 0.9, 0.6, Constant);
        Environments = 8;

        // 2,500 updates of 6,400 agent steps of 4 frames.
        TargetInterval = 64_000_000;
    }

    /// <summary>f.</summary>
    [Option("steps-per-update", "agent steps",
        "f, agent steps of all environments for each update; 6,400 learn 0.8 agent steps for each one (Kapturowski et al. 2019)",
        Minimum = 1, Maximum = 1_000_000)]
    public override int StepsPerUpdate { get; init; } = 6400;

    /// <summary>B.</summary>
    [Option("minibatch-size", "sequences", "B, the sequences from which an update learns (64: Kapturowski et al. 2019)",
        Minimum = 1, Maximum = 1_000_000)]
    public override int MinibatchSize { get; init; } = 64;

    /// <summary>m.</summary>
    [Option("sequence-length", "agent steps", "m, the agent steps of a sequence that are learned (80: Kapturowski et al. 2019)",
        Minimum = 1, Maximum = 100_000)]
    public int SequenceLength { get; init; } = 80;

    /// <summary>l.</summary>
    [Option("burn-in", "agent steps",
        "l, the agent steps before a sequence that only renew the state of the network (40: Kapturowski et al. 2019)",
        Minimum = 0, Maximum = 100_000)]
    public int BurnIn { get; init; } = 40;

    /// <summary>p.</summary>
    [Option("sequence-period", "agent steps",
        "p, the agent steps from one sequence of an episode to the next (40: Kapturowski et al. 2019)",
        Minimum = 1, Maximum = 100_000)]
    public int SequencePeriod { get; init; } = 40;

    /// <summary>η of the priority.</summary>
    [Option("priority-maximum-share", "",
        "η: the priority of a sequence is η max|error| + (1 − η) mean|error| (0.9: Kapturowski et al. 2019)", Minimum = 0, Maximum = 1)]
    public double PriorityMaximumShare { get; init; } = 0.9;

    /// <summary>Whether values are rescaled.</summary>
    [Option("rescale-values", "", "whether the network learns h(Q), with h(x) = sign(x)(√(|x| + 1) − 1) + 0.001 x (Pohlen et al. 2018)")]
    public bool RescaleValues { get; init; } = true;

    internal override bool IsDouble => true;

    /// <summary>Rows of a sequence from its first learned one on: m, and those of the n values after them.</summary>
    internal int StepsOfSequence => SequenceLength + Steps;

    /// <summary>Number of sequences that pass through the network together.</summary>
    internal int SequencesOfPass(NetworkStructure network, int threads, bool ofPixels)
    {
        int most = ((MinibatchSize - 1) / threads) + 1;
        return Math.Clamp(PassSize.Rows(network, int.MaxValue, ofPixels) / (BurnIn + StepsOfSequence), 1, most);
    }

    /// <inheritdoc/>
    internal override int Window => BurnIn + StepsOfSequence;
}
