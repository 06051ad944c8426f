using System.Diagnostics;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Runs a training from its configuration or from a checkpoint. It sets up the shared parameters and the actor-learners, and then reports,
/// evaluates and saves while they work.
/// </summary>
public sealed class Trainer
{
    /// <summary>Short enough that episodes of one agent step, about 300 000 per second and thread, do not fill a queue meanwhile.</summary>
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(10);

    private const double ObserveSeconds = 0.1;

    private readonly TrainingConfiguration _configuration;
    private readonly ITrainingObserver? _observer;
    private readonly Engine _engine;
    private readonly SimulatedExecution? _simulation;
    private readonly Reporter _reporter;
    private readonly CheckpointMaker? _checkpoints;
    private readonly RunDirectory? _directory;
    private readonly PeriodicEvaluator _evaluator;
    private readonly double _secondsBefore;
    private long _started;

    private Trainer(
        TrainingConfiguration configuration, Engine engine, SimulatedExecution? simulation, RunDirectory? directory, RunTables? tables,
        ITrainingObserver? observer, double secondsBefore)
    {
        (_configuration, _engine, _simulation, _directory) = (configuration, engine, simulation, directory);
        (_observer, _secondsBefore) = (observer, secondsBefore);
        _evaluator = new PeriodicEvaluator(configuration, engine);
        _reporter = new Reporter(engine, configuration.AgentSteps, tables, secondsBefore);
        if (directory is not null) _checkpoints = new CheckpointMaker(configuration, directory, engine, simulation, _reporter);
    }

    private SharedParameters Shared => _engine.Shared;

    /// <summary>Whether T_max or an early end is reached and every gradient is applied.</summary>
    private bool IsFinished =>
        (Shared.AgentSteps >= _configuration.AgentSteps || _engine.EarlyEnd.IsReached) && _simulation is not { HasWork: true };

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Trains from the beginning.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="directory">The run's directory; null to write nothing. Its lock is released at the end.</param>
    /// <param name="observer">Receives progress reports; optional.</param>
    /// <param name="stop">Cancelled to end early: segments are finished, and the state is saved.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TrainingFaultException">An actor-learner failed; the state is saved.</exception>
    public static TrainingResult Train(
        TrainingConfiguration configuration,
        RunDirectory? directory = null,
        ITrainingObserver? observer = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.RanksHere > 1) return RankThreads.Begin(configuration, directory, observer, stop);
        directory?.Hold();
        using RunDirectory? held = directory;
        using var binding = ThreadBinding.For(configuration, 0);
        using var engine = new Engine(configuration);
        engine.Initialize(configuration.InitialParameters);
        using RunTables? tables = directory is null ? null : new RunTables(directory, configuration, engine.Measures, null);
        var trainer = new Trainer(configuration, engine, engine.CreateSimulation(), directory, tables, observer, 0);

        // Saved before the first step, so that a run that is killed at any instant can be resumed.
        trainer._checkpoints?.SaveInPassing(0);
        return trainer.Run(binding, stop);
    }

    /// <summary>Writes a run that stands at agent step 0 with given parameters. It can be resumed, evaluated and played.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="directory">The run's directory. Its lock is released at the end.</param>
    /// <param name="theta">θ in the network's layout.</param>
    /// <param name="normalization">Moments with which the task is normalized.</param>
    public static void Begin(
        TrainingConfiguration configuration, RunDirectory directory, ReadOnlySpan<float> theta, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(normalization);
        directory.Hold();
        using RunDirectory held = directory;
        using var engine = new Engine(configuration);
        engine.Shared.Restore(theta, 0, 0);
        engine.Normalization.ContinueFrom(normalization);
        using var tables = new RunTables(directory, configuration, engine.Measures, null);
        var trainer = new Trainer(configuration, engine, engine.CreateSimulation(), directory, tables, null, 0);
        trainer._checkpoints!.SaveInPassing(0);
    }

    /// <summary>Continues a run from its newest whole checkpoint from before a fault.</summary>
    /// <param name="configuration">The run's configuration, read from its manifest.</param>
    /// <param name="directory">The run's directory.</param>
    /// <param name="observer">Receives progress reports; optional.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or does not fit.</exception>
    /// <exception cref="TrainingFaultException">An actor-learner failed; the state is saved.</exception>
    public static TrainingResult Resume(
        TrainingConfiguration configuration,
        RunDirectory directory,
        ITrainingObserver? observer = null,
        CancellationToken stop = default) =>
        Resume(Continuation.Prepare(directory, configuration), observer, stop);

    /// <summary>Continues a prepared run.</summary>
    /// <param name="continuation">The run; disposed of at the end.</param>
    /// <param name="observer">Receives progress reports; optional.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TrainingFaultException">An actor-learner failed; the state is saved.</exception>
    public static TrainingResult Resume(
        Continuation continuation, ITrainingObserver? observer = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        if (continuation.Configuration.RanksHere > 1) return RankThreads.Continue(continuation, observer, stop);
        using Continuation c = continuation;
        using var binding = ThreadBinding.For(c.Configuration, 0);
        var trainer = new Trainer(
            c.Configuration, c.Engine, c.Simulation, c.Directory, c.Tables, observer, c.Checkpoint.Seconds);
        (trainer._reporter.Episodes, trainer._reporter.BestReturn) = (c.Checkpoint.Episodes, c.Checkpoint.BestReturn);
        if (c.HasChanges) trainer._checkpoints!.SaveInPassing(c.Checkpoint.Seconds);
        return trainer.Run(binding, stop);
    }

    private TrainingResult Run(ThreadBinding binding, CancellationToken stop)
    {
        binding.Dispose();
        Func<bool>? waits = _engine.Evaluations.IsSet ? () => _engine.Evaluations.IsDue(Shared.AgentSteps) : null;
        var pool = new WorkerPool(Shared, _simulation is null ? _engine.Workers : [_simulation], waits: waits, places: binding.Places);
        using CancellationTokenRegistration registration = stop.Register(pool.Stop);
        using LiveRun live = LiveRuns.Begin(_configuration.Names, Shared, _engine.Workers, _reporter.Episodes);
        _observer?.ObserveStart(new RunningAgent(_configuration, _engine));
        _started = Stopwatch.GetTimestamp();
        _engine.EarlyEnd.Note(_secondsBefore);
        if (_engine.EarlyEnd.IsReached && _simulation is null) pool.Stop();
        RunToEnd(pool, live, stop);
        double seconds = Seconds;
        _reporter.Report(live, seconds);
        _checkpoints?.SaveAtEnd(seconds, CheckpointMaker.EndOf(pool.Fault?.Exception));
        _observer?.Observe(_reporter.Progress(seconds));
        if (pool.Fault is { } fault)
        {
            string message = $"{fault.Worker} failed at agent step {fault.AgentStep}: {fault.Exception.Message}";
            throw new TrainingFaultException(message, fault.Exception) { ResumesFrom = _directory?.Checkpoints.NewestAgentSteps };
        }

        return new RunConclusion(_configuration, _engine, _reporter, _checkpoints, _directory, _observer)
            .Make(CopyOfTheta(), Shared.AgentSteps, seconds, IsFinished, stop);
    }

    private float[] CopyOfTheta()
    {
        var theta = new float[Shared.Length];
        Shared.Snapshot(theta);
        return theta;
    }

    private void RunToEnd(WorkerPool pool, LiveRun live, CancellationToken stop)
    {
        try
        {
            pool.Start();
            Watch(pool, live, stop);
            if (pool.Fault is null) EvaluateIfDue(stop);
        }
        catch
        {
            // The observer threw, for example because its terminal was closed. The threads are stopped and the state is saved before
            // rethrowing.
            pool.StopAndWait();
            _checkpoints?.SaveAtEnd(Seconds, CheckpointMaker.EndOf(pool.Fault?.Exception));
            throw;
        }
    }

    /// <summary>Reports, evaluates and saves at the configured intervals until the actor-learners end.</summary>
    private void Watch(WorkerPool pool, LiveRun live, CancellationToken stop)
    {
        double nextReport = _configuration.Run.NextReportAfter(Seconds);
        double nextCheckpoint = Seconds + _configuration.Run.CheckpointSeconds;
        double nextObservation = Seconds + ObserveSeconds;
        while (!pool.WaitForEnd(CollectInterval))
        {
            _reporter.CollectEpisodes();
            _engine.EarlyEnd.Note(Seconds);
            if (_engine.EarlyEnd.IsReached && _simulation is null) pool.Stop();
            if (_engine.Evaluations.IsDue(Shared.AgentSteps)) pool.WhileParked(() => EvaluateIfDue(stop));
            double seconds = Seconds;
            if (seconds >= nextReport)
            {
                _reporter.Report(live, seconds);
                nextReport = _configuration.Run.NextReportAfter(seconds);
            }

            if (_checkpoints is not null && seconds >= nextCheckpoint)
            {
                pool.WhileParked(() => _checkpoints.SaveInPassing(seconds));
                nextCheckpoint = seconds + _configuration.Run.CheckpointSeconds;
            }

            if (seconds >= nextObservation)
            {
                _observer?.Observe(_reporter.Progress(seconds));
                nextObservation = seconds + ObserveSeconds;
            }
        }
    }

    /// <summary>Evaluates the present θ while every actor-learner is parked or has ended.</summary>
    private void EvaluateIfDue(CancellationToken stop)
    {
        bool isDue = _engine.Evaluations.IsDue(Shared.AgentSteps) && !stop.IsCancellationRequested;
        if (!isDue || _evaluator.TryEvaluate(CopyOfTheta(), Shared.AgentSteps, stop) is not { } evaluation) return;
        _reporter.Add(evaluation);
        _checkpoints?.SaveIfBest(Seconds, evaluation);
    }
}
