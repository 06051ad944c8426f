using AsyncRL.Core.Options;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Trains a run on several ranks. Every process of the run calls the same method, with its own communicator; rank 0 has the directory.
/// </summary>
public static class RankTraining
{
    /// <summary>Trains from the beginning.</summary>
    /// <param name="configuration">The run, the same on all ranks.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="directory">The run's directory on rank 0; null on the others, and to write nothing.</param>
    /// <param name="observer">Receives progress reports on rank 0; optional.</param>
    /// <param name="stop">Cancelled, on any rank, to end early: the state is saved.</param>
    /// <returns>The result. Only that of rank 0 has the evaluation and the counts of all ranks.</returns>
    /// <exception cref="TrainingFaultException">An actor-learner of a rank failed; the state is saved.</exception>
    /// <exception cref="RankMissingException">A rank did not answer.</exception>
    public static TrainingResult Begin(
        TrainingConfiguration configuration, ICommunicator communicator, RunDirectory? directory = null, ITrainingObserver? observer = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(communicator);
        directory?.Hold();
        using RunDirectory? held = directory;
        using var binding = ThreadBinding.For(configuration, communicator.Rank);
        using Engine engine = MakeEngine(configuration, communicator);
        engine.Initialize(configuration.InitialParameters);
        using RunTables? tables = directory is null
            ? null : new RunTables(directory, configuration, engine.Measures, null, communicator.Ranks);
        (RunDirectory, RunTables)? output = directory is null ? null : (directory, tables!);
        var trainer = new RankTrainer(configuration, communicator, engine, engine.CreateSimulation(), output, observer, 0);
        trainer.Rounds.Start();
        return trainer.Run(binding, stop);
    }

    /// <summary>Continues a prepared run on rank 0, while the other ranks call <see cref="Join"/>.</summary>
    /// <param name="continuation">The run; disposed of at the end.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="observer">Receives progress reports; optional.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InputException">A rank cannot restore its state.</exception>
    /// <exception cref="TrainingFaultException">An actor-learner of a rank failed; the state is saved.</exception>
    public static TrainingResult Continue(
        Continuation continuation, ICommunicator communicator, ITrainingObserver? observer = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        ArgumentNullException.ThrowIfNull(communicator);
        using Continuation c = continuation;
        using var binding = ThreadBinding.For(c.Configuration, communicator.Rank);

        RankAgreement.OfFirst(communicator, c.Streams);

        // The other ranks make their engines.
        RankAgreement.Prepare(communicator, () => true);
        RankStart start = RankAgreement.Prepare(communicator, () => RankStart.Of(c, communicator.Ranks));
        var trainer = new RankTrainer(
            c.Configuration, communicator, c.Engine, c.Simulation, (c.Directory, c.Tables), observer, c.Checkpoint.Seconds);
        (trainer.Reporter.Episodes, trainer.Reporter.BestReturn) = (c.Checkpoint.Episodes, c.Checkpoint.BestReturn);
        start.Share(communicator, c.Engine, c.Simulation, trainer.Rounds);
        return trainer.Run(binding, stop);
    }

    /// <summary>Continues a run on a rank other than 0, with the state that rank 0 has read.</summary>
    /// <param name="configuration">The run, the same on all ranks.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The result, without evaluation.</returns>
    /// <exception cref="InputException">A rank cannot restore its state.</exception>
    /// <exception cref="TrainingFaultException">An actor-learner of a rank failed; the state is saved.</exception>
    public static TrainingResult Join(TrainingConfiguration configuration, ICommunicator communicator, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(communicator);
        using var binding = ThreadBinding.For(configuration, communicator.Rank);
        using Engine engine = MakeEngine(configuration, communicator, RankAgreement.OfFirst(communicator, 0));
        RankStart start = RankAgreement.Prepare(communicator, () => RankStart.Nothing);
        var trainer = new RankTrainer(configuration, communicator, engine, engine.CreateSimulation(), null, null, 0);
        start.Share(communicator, engine, trainer.Simulation, trainer.Rounds);
        return trainer.Run(binding, stop);
    }

    /// <summary>An environment may refuse on one machine only.</summary>
    private static Engine MakeEngine(TrainingConfiguration configuration, ICommunicator communicator, long streams = 0) =>
        RankAgreement.Prepare(
            communicator, () => new Engine(configuration, place: RankPlace.Of(communicator), streams: streams));
}
