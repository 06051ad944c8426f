using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Gradients of the loss at given parameters. One thread plays fresh episodes and learns by the run's algorithm, with an optimizer that
/// keeps each gradient and leaves θ as it is. A training is neither needed nor disturbed.
/// </summary>
public static class GradientSample
{
    /// <summary>Agent steps after which no more gradients are waited for, for example because a replay memory is still too small.</summary>
    private const int MostAgentSteps = 20_000;

    /// <summary>Turns without work after which the workers are taken to wait for something that does not come.</summary>
    private const int MostIdleTurns = 1000;

    /// <summary>Computes gradients before they are shortened to the largest norm. The same arguments give the same gradients.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="theta">θ in the network's layout.</param>
    /// <param name="agentSteps">T, on which schedules depend.</param>
    /// <param name="normalization">The moments by which the run normalized its task.</param>
    /// <param name="count">The number of gradients.</param>
    /// <param name="receive">Receives each gradient in the network's layout; it must not keep the memory.</param>
    /// <param name="stop">Cancelled to end the work.</param>
    /// <returns>The number of gradients, which is smaller if there were no more within 20,000 agent steps.</returns>
    /// <exception cref="InputException">The environment cannot be made.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static int Take(
        TrainingConfiguration configuration,
        ReadOnlySpan<float> theta,
        long agentSteps,
        Normalization normalization,
        int count,
        Action<ReadOnlySpan<float>> receive,
        CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(normalization);
        ArgumentNullException.ThrowIfNull(receive);
        using var engine = new Engine(Alone(configuration), endless: true);
        engine.Shared.Restore(theta, agentSteps, 0);
        engine.Normalization.ContinueFrom(normalization);
        (int taken, int idle, long updates) = (0, 0, 0);
        while (taken < count && idle < MostIdleTurns && engine.Shared.AgentSteps < agentSteps + MostAgentSteps)
        {
            stop.ThrowIfCancellationRequested();
            idle++;
            foreach (IWorker worker in engine.Workers)
            {
                if (worker.Run() == Turn.Worked) idle = 0;
                if (engine.Shared.Updates == updates) continue;
                updates = engine.Shared.Updates;
                receive(engine.SharedStatistics!.Block(0));
                if (++taken == count) break;
            }
        }

        return taken;
    }

    /// <summary>The same run on one thread of one process, with the optimizer that keeps gradients.</summary>
    private static TrainingConfiguration Alone(TrainingConfiguration configuration)
    {
        var assignments = new Dictionary<string, string>(configuration.AllAssignments())
        {
            ["clip-norm"] = "0",
            ["simulated-ranks"] = "1",
            ["groups"] = "1",
        };
        foreach (object options in configuration.UpdateRule.OwnOptions)
        {
            foreach (string name in OptionSet.ToAssignments(options).Keys) assignments.Remove(name);
        }

        var request = new TrainingRequest
        {
            Environment = configuration.Environment.Name,
            Threads = 1,
            AgentSteps = configuration.AgentSteps,
            Seed = configuration.Seed,
            Assignments = assignments,
        };
        var parts = new GivenParts(
            configuration.Algorithm, configuration.Network.Description, new GradientKeeper(configuration.UpdateRule.Name));
        return TrainingConfiguration.Resolve(request, configuration.Environment, parts);
    }

    /// <summary>
    /// An optimizer whose statistic is the latest gradient, and which leaves θ as it is. It has no parameterless constructor, so that the
    /// catalogue does not list it.
    /// </summary>
    private sealed class GradientKeeper(string name) : Optimizer<OptimizerOptions>
    {
        public override string Name => name;

        public override string Summary => "keeps each gradient";

        public override int Statistics => 1;

        public override bool IsShared => true;

        public override bool KeepsThetaWithoutGradient => false;

        public override int FlopsPerNumber => 0;

        public override void Apply(in ParameterUpdate update) => update.Apply(default(KeepRule));
    }

    private readonly struct KeepRule : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector first, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => gradient;

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => TVector.Broadcast(0);
    }
}
