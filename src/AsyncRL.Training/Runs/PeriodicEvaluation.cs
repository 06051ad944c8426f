using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Training.Runs;

/// <summary>An evaluation of θ while it was trained.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Evaluation">The figures.</param>
public sealed record PeriodicEvaluation(long AgentStep, Evaluation Evaluation);

/// <summary>
/// Evaluates θ as it is now. Environments and generators are fresh, from streams of the seed that nothing else draws from, so that the
/// training is the same with and without evaluations.
/// </summary>
/// <param name="configuration">The run.</param>
/// <param name="engine">What learns.</param>
internal sealed class PeriodicEvaluator(TrainingConfiguration configuration, Engine engine)
{
    /// <summary>Evaluates; only while every actor-learner is parked or has ended.</summary>
    /// <param name="stop">Cancelled to give up: the evaluation is still due then.</param>
    /// <returns>The evaluation; null if it was given up.</returns>
    internal PeriodicEvaluation? TryEvaluate(CancellationToken stop)
    {
        SharedParameters shared = engine.Shared;
        EvaluationSchedule schedule = engine.Evaluations;
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        long agentStep = shared.AgentSteps;
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
