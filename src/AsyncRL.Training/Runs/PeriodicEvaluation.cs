using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;

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
    /// <param name="stop">Cancelled to abandon the evaluation, which is then still due.</param>
    /// <returns>The evaluation; null if it was abandoned.</returns>
    internal PeriodicEvaluation? TryEvaluate(CancellationToken stop)
    {
        SharedParameters shared = engine.Shared;
        EvaluationSchedule schedule = engine.Evaluations;
        var theta = new float[shared.Length];
        shared.ReadForCheckpoint(theta);
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
