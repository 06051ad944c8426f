using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Runs;

/// <summary>The returns of new episodes played with fixed parameters.</summary>
/// <param name="Episodes">Number of the episodes.</param>
/// <param name="MeanReturn">Mean of the raw returns.</param>
/// <param name="StdReturn">Their standard deviation (of the sample: n − 1); 0 for a single episode.</param>
/// <param name="MinReturn">The smallest.</param>
/// <param name="MaxReturn">The largest.</param>
/// <param name="GreedyMeanReturn">Mean of as many episodes in which the most probable action was taken.</param>
public sealed record Evaluation(
    int Episodes, double MeanReturn, double StdReturn, double MinReturn, double MaxReturn, double GreedyMeanReturn)
{
    /// <summary>Number of episodes, of both kinds, that were cut at the largest length. Their returns are those until the cut.</summary>
    public int CutEpisodes { get; init; }

    /// <summary>Mean length of the evaluated episodes, in agent steps.</summary>
    public double MeanLength { get; init; }

    /// <summary>Agent steps after which an episode was cut.</summary>
    public int AgentStepsPerEpisode { get; init; }

    /// <summary>The returns of the episodes; empty for an evaluation that an earlier version wrote.</summary>
    public EpisodeReturns Returns { get; init; } = EpisodeReturns.None;
}

/// <summary>
/// Plays new episodes with a copy of θ, which does not change meanwhile. Actions are drawn from the policy, as in training; the mean return
/// of greedy actions is reported in addition.
/// </summary>
public static class Evaluator
{
    /// <summary>
    /// Whether the results of an evaluation are of greedy episodes: they were requested, or the agent always acts greedily.
    /// </summary>
    /// <param name="configuration">The run that is evaluated.</param>
    /// <param name="greedy">Whether greedy episodes were requested.</param>
    /// <returns>Whether the results are of greedy episodes.</returns>
    public static bool IsGreedy(TrainingConfiguration configuration, bool greedy)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return greedy || !configuration.CreateAgent().DrawsActions;
    }

    /// <summary>Number of episodes that an evaluation plays: of both kinds, unless only greedy episodes are played.</summary>
    /// <param name="configuration">The run that is evaluated.</param>
    /// <param name="episodes">Episodes of each kind.</param>
    /// <param name="greedy">Whether the results are of greedy episodes.</param>
    /// <returns>The number of episodes.</returns>
    public static long EpisodesInAll(TrainingConfiguration configuration, int episodes, bool greedy) =>
        IsGreedy(configuration, greedy) ? episodes : 2L * episodes;

    /// <summary>Evaluates parameters.</summary>
    /// <param name="configuration">The run that trained the parameters.</param>
    /// <param name="parameters">θ in the network's layout.</param>
    /// <param name="episodes">Episodes to play of each kind, at least 1.</param>
    /// <param name="seed">The seed of the episodes.</param>
    /// <param name="greedy">Whether the results are of greedy episodes; otherwise of episodes with drawn actions.</param>
    /// <param name="progress">Receives the number of finished episodes, of both kinds together.</param>
    /// <param name="normalization">The statistics by which the run normalized its task; null if it did not.</param>
    /// <param name="agentStepsPerEpisode">Agent steps after which an episode is cut; null for the run's option.</param>
    /// <param name="greedyBeside">Whether greedy episodes are played in addition; without them their mean is NaN.</param>
    /// <param name="stop">Cancelled to abandon the evaluation.</param>
    /// <returns>The results.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled before the last episode ended.</exception>
    public static Evaluation Evaluate(
        TrainingConfiguration configuration,
        ReadOnlySpan<float> parameters,
        int episodes,
        ulong seed,
        bool greedy,
        Action<long>? progress = null,
        Normalization? normalization = null,
        int? agentStepsPerEpisode = null,
        bool greedyBeside = true,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        bool greedyOnly = IsGreedy(configuration, greedy);
        int most = agentStepsPerEpisode ?? configuration.Run.EvaluationAgentSteps;
        var root = new RandomGenerator(seed);
        int greedyEpisodes = greedyOnly || greedyBeside ? episodes : 0;
        RandomGenerator best = root.Split(RandomStreams.GreedyEvaluation), sampled = root.Split(RandomStreams.Evaluation);
        (double[] greedyReturns, int cut, long steps) = Play(
            configuration, parameters, normalization, greedyEpisodes, most, best, greedy: true, progress, stop);
        double[] returns = greedyReturns;
        if (!greedyOnly)
        {
            Action<long>? later = progress is null ? null : finished => progress((long)greedyEpisodes + finished);
            (returns, int cutToo, steps) = Play(
                configuration, parameters, normalization, episodes, most, sampled, greedy: false, later, stop);
            cut += cutToo;
        }

        double deviation = episodes > 1 ? returns.StandardDeviation() : 0;
        return new Evaluation(episodes, returns.Mean(), deviation, returns.Minimum(), returns.Maximum(), greedyReturns.Mean())
        {
            CutEpisodes = cut,
            MeanLength = (double)steps / episodes,
            AgentStepsPerEpisode = most,
            Returns = EpisodeReturns.Of(returns),
        };
    }

    private static (double[] Returns, int Cut, long AgentSteps) Play(
        TrainingConfiguration configuration,
        ReadOnlySpan<float> parameters,
        Normalization? normalization,
        int episodes,
        int agentStepsPerEpisode,
        RandomGenerator generator,
        bool greedy,
        Action<long>? progress,
        CancellationToken stop)
    {
        var returns = new double[episodes];
        int cut = 0;
        long steps = 0;
        normalization ??= configuration.CreateNormalization();
        using var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, generator, normalization.WrapToPlay);
        Agent agent = configuration.CreateAgent();
        for (int i = 0; i < episodes; i++)
        {
            actor.BeginEpisodeIfOver();
            while (!actor.EpisodeIsOver && actor.EpisodeLength < agentStepsPerEpisode)
            {
                stop.ThrowIfCancellationRequested();
                agent.Forward(parameters, actor);
                actor.Step(agent.SelectAction(greedy, generator));
            }

            returns[i] = actor.EpisodeReturn;
            steps += actor.EpisodeLength;
            if (!actor.EpisodeIsOver) cut++;
            actor.AbandonEpisode();
            progress?.Invoke(i + 1L);
        }

        return (returns, cut, steps);
    }
}

/// <summary>
/// The returns of the episodes of an evaluation, the smallest first. Of more than 1,000 episodes it holds 1,000 quantiles, evenly spaced
/// from the smallest to the largest return.
/// </summary>
public sealed class EpisodeReturns : IEquatable<EpisodeReturns>
{
    /// <summary>The largest number of returns.</summary>
    public const int Most = 1000;

    private readonly double[] _values;

    private EpisodeReturns(double[] sorted) => _values = sorted;

    /// <summary>No returns: those of an evaluation by an earlier version, which kept only their mean, deviation and extremes.</summary>
    public static EpisodeReturns None { get; } = new([]);

    /// <summary>The returns, the smallest first.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Sorts returns, and takes quantiles if there are too many.</summary>
    /// <param name="returns">The returns in any order.</param>
    /// <returns>The returns or their quantiles.</returns>
    public static EpisodeReturns Of(IEnumerable<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        double[] sorted = [.. returns];
        Array.Sort(sorted);
        if (sorted.Length <= Most) return new EpisodeReturns(sorted);
        var quantiles = new double[Most];
        for (int i = 0; i < Most; i++) quantiles[i] = sorted[(int)((long)i * (sorted.Length - 1) / (Most - 1))];
        return new EpisodeReturns(quantiles);
    }

    /// <inheritdoc/>
    public bool Equals(EpisodeReturns? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EpisodeReturns);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Length == 0 ? 0 : HashCode.Combine(_values.Length, _values[0], _values[^1]);
}
