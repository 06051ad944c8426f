using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Training.Execution;

namespace AsyncRL.Training.Runs;

/// <summary>Writes checkpoints of a run while its actor-learners are parked, without a copy of the state.</summary>
/// <param name="configuration">The run.</param>
/// <param name="directory">Receives the checkpoints.</param>
/// <param name="engine">The shared parameters and the workers.</param>
/// <param name="simulation">Interleaves the actor-learners; null with threads.</param>
/// <param name="reporter">The counts of episodes and table rows.</param>
/// <param name="ranks">The gathered states of all ranks; null for a run of one process.</param>
internal sealed class CheckpointMaker(
    TrainingConfiguration configuration, RunDirectory directory, Engine engine, SimulatedExecution? simulation, Reporter reporter,
    RankStates? ranks = null)
{
    private readonly Dictionary<string, string> _madeWith = RunSettings.Of(configuration);

    private SharedParameters Shared => engine.Shared;

    /// <summary>T. Of several ranks it is that to which the common θ belongs.</summary>
    private long AgentSteps => ranks?.AgentSteps ?? Shared.AgentSteps;

    /// <summary>
    /// Saves a run that continues. It is not saved while an actor of the simulated execution holds a gradient that will be refused. A run
    /// resumed from such a checkpoint would end in that fault at any learning rate, and the checkpoint would replace a sound one.
    /// </summary>
    internal void SaveInPassing(double seconds)
    {
        if (!HoldsRefusableGradient) Save(seconds, CheckpointEnd.Ordinary);
    }

    /// <summary>Saves the present state as the best checkpoint if a periodic evaluation of it was the best so far.</summary>
    internal void SaveIfBest(double seconds, PeriodicEvaluation evaluation)
    {
        if (!HoldsRefusableGradient && IsBest(evaluation)) SaveBest(CandidateOf(evaluation), Describe(seconds, CheckpointEnd.Ordinary));
    }

    /// <summary>Whether a periodic evaluation is the best so far.</summary>
    internal bool IsBest(PeriodicEvaluation evaluation) => CandidateOf(evaluation).Replaces(Best);

    private static BestCheckpoint CandidateOf(PeriodicEvaluation evaluation) =>
        new(evaluation.AgentStep, evaluation.Evaluation.MeanReturn, IsEvaluated: true);

    /// <summary>The best checkpoint so far; null before the first.</summary>
    internal BestCheckpoint? Best { get; private set; } = directory.Checkpoints.ReadBest();

    private bool HoldsRefusableGradient => ranks?.HoldsRefusableGradient ?? engine.HoldsRefusableGradient;

    /// <summary>The mark of the checkpoint of a run that ends.</summary>
    /// <param name="fault">What a worker threw; null if the run ends without a failure.</param>
    internal static CheckpointEnd EndOf(Exception? fault) => fault switch
    {
        null => CheckpointEnd.Ordinary,
        NonFiniteGradientException => CheckpointEnd.RefusedGradient,
        _ => CheckpointEnd.Failure,
    };

    /// <summary>Saves a run that ends.</summary>
    internal void SaveAtEnd(double seconds, CheckpointEnd end)
    {
        bool abandons = ranks is not null ? ranks.HasAbandoned : simulation is not null && simulation.AbandonRefusable();
        Save(seconds, abandons ? CheckpointEnd.RefusedGradient : end);
    }

    private void Save(double seconds, CheckpointEnd end)
    {
        Checkpoint checkpoint = Describe(seconds, end);
        directory.Checkpoints.Write(checkpoint, Sections(), configuration.Run.KeepCheckpoints);
        if (end != CheckpointEnd.Ordinary || engine.Evaluations.IsSet) return;
        var candidate = new BestCheckpoint(AgentSteps, engine.RecentReturns.Mean, IsEvaluated: false);
        if (double.IsFinite(candidate.MeanReturn) && candidate.Replaces(Best)) SaveBest(candidate, checkpoint);
    }

    private void SaveBest(BestCheckpoint best, Checkpoint checkpoint)
    {
        directory.Checkpoints.WriteBest(checkpoint with { Best = best }, Sections());
        Best = best;
    }

    private IReadOnlyList<Section> Sections() => ranks is not null ? ranks.Sections() : engine.Sections(simulation);

    private Checkpoint Describe(double seconds, CheckpointEnd end)
    {
        directory.WriteAgainWhatIsMissing();
        reporter.CollectEpisodes();
        return new Checkpoint
        {
            MadeWith = _madeWith,
            End = end,
            Network = CheckpointFit.NetworkSignature(configuration),
            AgentSteps = AgentSteps,
            Updates = Shared.Updates,
            Seconds = seconds,
            Episodes = reporter.Episodes,
            BestReturn = reporter.BestReturn,
            TableEntries = reporter.Flush(),
        };
    }
}
