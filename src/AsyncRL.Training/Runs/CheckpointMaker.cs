using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>Takes checkpoints of a run while its actor-learners are parked, and writes them.</summary>
/// <param name="configuration">The run.</param>
/// <param name="directory">Where they are written.</param>
/// <param name="engine">What learns.</param>
/// <param name="simulation">What interleaves the actor-learners; null with threads.</param>
/// <param name="reporter">What has been counted.</param>
internal sealed class CheckpointMaker(
    TrainingConfiguration configuration, RunDirectory directory, Engine engine, SimulatedExecution? simulation, Reporter reporter)
{
    /// <summary>The name of the latest returns among a checkpoint's watches.</summary>
    internal const string RecentReturnsName = "recent-returns";

    /// <summary>The name of the next evaluation among a checkpoint's watches.</summary>
    internal const string EvaluationsName = "evaluations";

    private readonly Dictionary<string, string> _madeWith = RunSettings.Of(configuration);

    private BestCheckpoint? _best;
    private bool _hasReadBest;

    private SharedParameters Shared => engine.Shared;

    /// <summary>
    /// Saves a run that goes on. It is not saved while an actor of the simulated execution holds a gradient that will be refused: a run
    /// continued from there would end in that fault whatever the learning rate, and the checkpoint would take the place of a sound one.
    /// </summary>
    internal void SaveInPassing(double seconds)
    {
        if (!HoldsRefusableGradient) Save(seconds, CheckpointEnd.Ordinary);
    }

    /// <summary>Saves the present state as the best checkpoint if a periodic evaluation of it was the best so far.</summary>
    internal void SaveIfBest(double seconds, PeriodicEvaluation evaluation)
    {
        if (HoldsRefusableGradient)
            return;
        var candidate = new BestCheckpoint(evaluation.AgentStep, evaluation.Evaluation.MeanReturn, IsEvaluated: true);
        SaveIfBest(candidate, () => Make(seconds, CheckpointEnd.Ordinary));
    }

    /// <summary>The best checkpoint so far; null before the first.</summary>
    internal BestCheckpoint? Best
    {
        get
        {
            if (!_hasReadBest) _best = directory.Checkpoints.ReadBest();
            _hasReadBest = true;
            return _best;
        }
    }

    private bool HoldsRefusableGradient
    {
        get
        {
            foreach (IWorker worker in engine.Workers)
            {
                if (worker is IHeldUpdate { HoldsRefusableGradient: true }) return true;
            }

            return false;
        }
    }

    /// <summary>Saves a run that ends, for whatever reason.</summary>
    internal void SaveAtEnd(double seconds, CheckpointEnd end)
    {
        bool abandons = simulation is not null && simulation.AbandonRefusable();
        Save(seconds, abandons ? CheckpointEnd.RefusedGradient : end);
    }

    private void Save(double seconds, CheckpointEnd end)
    {
        directory.WriteAgainWhatIsMissing();
        Checkpoint made = Make(seconds, end);
        directory.Checkpoints.Write(made);
        if (end != CheckpointEnd.Ordinary || engine.Evaluations.IsSet) return;
        double mean = engine.RecentReturns.Mean;
        if (double.IsFinite(mean)) SaveIfBest(new BestCheckpoint(Shared.AgentSteps, mean, IsEvaluated: false), () => made);
    }

    private void SaveIfBest(BestCheckpoint candidate, Func<Checkpoint> make)
    {
        if (!candidate.Replaces(Best)) return;
        directory.WriteAgainWhatIsMissing();
        directory.Checkpoints.WriteBest(candidate.Mark(make()));
        _best = candidate;
    }

    private Checkpoint Make(double seconds, CheckpointEnd end)
    {
        reporter.CollectEpisodes();
        var theta = new float[Shared.Length];
        Shared.ReadForCheckpoint(theta);
        var targets = new Dictionary<string, float[]>();
        foreach ((string name, TargetParameters target) in Shared.Targets)
        {
            targets.Add(name, new float[Shared.Length]);
            target.ReadForCheckpoint(targets[name]);
        }

        var actors = new List<byte[]>();
        foreach (IWorker learner in engine.Workers) actors.Add(StateOf(learner.SaveState));

        return new Checkpoint
        {
            MadeWith = _madeWith,
            End = end,
            Network = CheckpointFit.NetworkSignature(configuration),
            AgentSteps = Shared.AgentSteps,
            Updates = Shared.Updates,
            Seconds = seconds,
            Episodes = reporter.Episodes,
            BestReturn = reporter.BestReturn,
            Theta = theta,
            Optimizer = engine.SharedStatistics is { } statistics ? StateOf(statistics.SaveState) : [],
            Targets = targets,
            Normalization = StateOf(engine.Normalization.Save),
            Execution = simulation is null ? [] : StateOf(simulation.SaveState),
            Actors = actors,
            TableEntries = reporter.Flush(),
            Watches = new Dictionary<string, byte[]>
            {
                [RecentReturnsName] = StateOf(engine.RecentReturns.SaveState),
                [EvaluationsName] = StateOf(engine.Evaluations.SaveState),
            },
        };
    }

    /// <summary>What a part of a run writes of its state.</summary>
    internal static byte[] StateOf(Action<BinaryWriter> save)
    {
        using var state = new MemoryStream();
        using (var writer = new BinaryWriter(state)) save(writer);
        return state.ToArray();
    }
}
