using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>An evaluation of θ during training.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Evaluation">The results.</param>
public sealed record PeriodicEvaluation(long AgentStep, Evaluation Evaluation);

/// <summary>
/// Evaluates the present θ. The environments and generators are new and use streams of the seed that nothing else uses, so that the
/// training is the same with and without evaluations.
/// </summary>
/// <param name="configuration">The run.</param>
/// <param name="engine">The engine that trains θ.</param>
internal sealed class PeriodicEvaluator(TrainingConfiguration configuration, Engine engine)
{
    /// <summary>Evaluates θ. Called only while every actor-learner is parked or has ended.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="agentStep">T.</param>
    /// <param name="stop">Cancelled to abandon the evaluation, which is then still due.</param>
    /// <returns>The evaluation; null if it was abandoned.</returns>
    internal PeriodicEvaluation? TryEvaluate(float[] theta, long agentStep, CancellationToken stop)
    {
        EvaluationSchedule schedule = engine.Evaluations;
        ulong stream = RandomStreams.PeriodicEvaluations + (ulong)schedule.NextIndex;
        ulong seed = new RandomGenerator(configuration.Seed).Split(stream).NextUInt64();
        try
        {
            var evaluation = Evaluator.Evaluate(
                configuration, theta, configuration.Run.EvaluationEpisodes, seed, greedy: false, null, engine.Normalization,
                greedyBeside: false, stop: stop);
            schedule.MoveBeyond(agentStep);
            return new PeriodicEvaluation(agentStep, evaluation);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>
/// The agent steps at which a run evaluates θ during training. An evaluation is due at the first instant between segments at which T has
/// reached a multiple of the interval. The reporting thread evaluates while all actor-learners are parked, and no segment begins while an
/// evaluation is due. Therefore each repetition of a simulated run evaluates the same θ.
/// </summary>
/// <param name="interval">Agent steps between two evaluations; null for none.</param>
internal sealed class EvaluationSchedule(long? interval)
{
    private const long MostSteps = 1L << 53;

    private long _next = interval ?? long.MaxValue;

    /// <summary>Whether there are evaluations.</summary>
    internal bool IsSet => interval is not null;

    /// <summary>The number of the next evaluation, from 1: its T divided by the interval.</summary>
    internal long NextIndex => Volatile.Read(ref _next) / (interval ?? 1);

    /// <summary>T of the next evaluation.</summary>
    internal long Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Whether an evaluation is due. Called by any thread.</summary>
    /// <param name="agentSteps">T.</param>
    internal bool IsDue(long agentSteps) => agentSteps >= Volatile.Read(ref _next);

    /// <summary>Sets the next evaluation to the next multiple of the interval beyond T.</summary>
    internal void MoveBeyond(long agentSteps)
    {
        if (interval is { } steps) Volatile.Write(ref _next, ((agentSteps / steps) + 1) * steps);
    }

    /// <summary>
    /// Writes or reads the next evaluation. If the interval has changed, it is the next multiple of the new one beyond T.
    /// </summary>
    internal void Transfer(StateTransfer state, long agentSteps)
    {
        long before = state.LongNumber(interval ?? 0, "interval of evaluations", 0, long.MaxValue);
        long next = state.LongNumber(_next, "next evaluation", 1, before == interval ? MostSteps : long.MaxValue);
        if (!state.IsRestoring) return;
        if (before == interval) Volatile.Write(ref _next, next);
        else MoveBeyond(agentSteps);
    }
}
