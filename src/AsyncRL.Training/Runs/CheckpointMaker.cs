using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>Writes checkpoints of a run while its actor-learners are parked, straight from where its state is.</summary>
/// <param name="configuration">The run.</param>
/// <param name="directory">Where they are written.</param>
/// <param name="engine">What learns.</param>
/// <param name="simulation">What interleaves the actor-learners; null with threads.</param>
/// <param name="reporter">What has been counted.</param>
internal sealed class CheckpointMaker(
    TrainingConfiguration configuration, RunDirectory directory, Engine engine, SimulatedExecution? simulation, Reporter reporter)
{
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
        if (HoldsRefusableGradient) return;
        var candidate = new BestCheckpoint(evaluation.AgentStep, evaluation.Evaluation.MeanReturn, IsEvaluated: true);
        if (candidate.Replaces(Best)) SaveBest(candidate, Describe(seconds, CheckpointEnd.Ordinary));
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
        Checkpoint checkpoint = Describe(seconds, end);
        directory.Checkpoints.Write(checkpoint, engine.Sections(simulation));
        if (end != CheckpointEnd.Ordinary || engine.Evaluations.IsSet) return;
        var candidate = new BestCheckpoint(Shared.AgentSteps, engine.RecentReturns.Mean, IsEvaluated: false);
        if (double.IsFinite(candidate.MeanReturn) && candidate.Replaces(Best)) SaveBest(candidate, checkpoint);
    }

    private void SaveBest(BestCheckpoint best, Checkpoint checkpoint)
    {
        directory.Checkpoints.WriteBest(checkpoint with { Best = best }, engine.Sections(simulation));
        _best = best;
    }

    private Checkpoint Describe(double seconds, CheckpointEnd end)
    {
        directory.WriteAgainWhatIsMissing();
        reporter.CollectEpisodes();
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
            TableEntries = reporter.Flush(),
        };
    }
}
