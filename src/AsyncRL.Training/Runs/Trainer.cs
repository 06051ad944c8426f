using System.Diagnostics;
using AsyncRL.Environments.Options;
using AsyncRL.Randomness;
using AsyncRL.Training.Actors;
using AsyncRL.Training.Sharing;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Runs a training from its configuration, or from where a checkpoint left it: sets up the shared parameters and the actor-learners, then
/// watches, reports and saves while they work.
/// </summary>
public sealed class Trainer
{
    /// <summary>So often that episodes of a single agent step, some 300 000 a second and thread, do not fill a queue in between.</summary>
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(10);

    private const double ObserveSeconds = 0.1;

    private readonly TrainingConfiguration _configuration;
    private readonly RunDirectory? _directory;
    private readonly ITrainingObserver? _observer;
    private readonly Engine _engine;
    private readonly SimulatedSchedule? _simulation;
    private double _secondsBefore;
    private long _started;

    private Trainer(TrainingConfiguration configuration, RunDirectory? directory, ITrainingObserver? observer)
    {
        (_configuration, _directory, _observer) = (configuration, directory, observer);
        _engine = new Engine(configuration);
        _simulation = MakeSimulation();
    }

    private SharedParameters Shared => _engine.Shared;

    private ActorLearner[] Learners => _engine.Learners;

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Trains from the beginning.</summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="directory">Where to write; nothing is written if null.</param>
    /// <param name="observer">Who watches; nobody if null.</param>
    /// <param name="stop">Cancelled to end early: segments are finished, everything is saved.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="TrainingFaultException">An actor-learner failed; what was learned is saved.</exception>
    public static TrainingResult Train(
        TrainingConfiguration configuration,
        RunDirectory? directory = null,
        ITrainingObserver? observer = null,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var trainer = new Trainer(configuration, directory, observer);
        trainer._engine.Initialize();
        using RunLogs? logs = directory is null ? null : new RunLogs(directory, configuration.FramesPerAgentStep, null);
        return trainer.Run(trainer.MakeReporter(logs), stop);
    }

    /// <summary>Continues a run from its newest checkpoint.</summary>
    /// <param name="configuration">The run, as its manifest says.</param>
    /// <param name="directory">The run's directory.</param>
    /// <param name="observer">Who watches; nobody if null.</param>
    /// <param name="stop">Cancelled to end early.</param>
    /// <returns>What the run came to.</returns>
    /// <exception cref="Environments.Options.InputException">The checkpoint is missing, damaged, or does not fit.</exception>
    /// <exception cref="TrainingFaultException">An actor-learner failed; what was learned is saved.</exception>
    public static TrainingResult Resume(
        TrainingConfiguration configuration, RunDirectory directory, ITrainingObserver? observer = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(directory);
        Checkpoint checkpoint = directory.ReadCheckpoint(configuration);
        var trainer = new Trainer(configuration, directory, observer);
        trainer.Restore(checkpoint);
        using var logs = new RunLogs(directory, configuration.FramesPerAgentStep, checkpoint.LogLengths);
        Reporter reporter = trainer.MakeReporter(logs);
        (reporter.Episodes, reporter.BestReturn) = (checkpoint.Episodes, checkpoint.BestReturn);
        return trainer.Run(reporter, stop);
    }

    private TrainingResult Run(Reporter reporter, CancellationToken stop)
    {
        ActorLearnerPool pool = _simulation is null
            ? new ActorLearnerPool(Learners, Shared, _configuration.AgentSteps)
            : new ActorLearnerPool(Shared, _simulation);
        using CancellationTokenRegistration registration = stop.Register(pool.Stop);
        using LiveRun live = LiveRuns.Begin(_configuration, _engine);
        _started = Stopwatch.GetTimestamp();
        RunToEnd(pool, reporter, live);
        double seconds = Seconds;
        Report(reporter, live, seconds);
        _directory?.WriteCheckpoint(MakeCheckpoint(reporter, seconds));
        _observer?.Observe(reporter.Progress(seconds));
        if (pool.Fault is { } fault)
        {
            string message = $"actor-learner {fault.Thread} failed at agent step {fault.AgentStep}: {fault.Exception.Message}";
            throw new TrainingFaultException(message, fault.Exception);
        }

        return MakeResult(reporter, seconds, stop);
    }

    private void RunToEnd(ActorLearnerPool pool, Reporter reporter, LiveRun live)
    {
        try
        {
            pool.Start();
            Watch(pool, reporter, live);
        }
        catch
        {
            // Watching failed, on a closed terminal say: nobody else is left to end the threads and to save what they learned.
            pool.StopAndWait();
            _directory?.WriteCheckpoint(MakeCheckpoint(reporter, Seconds));
            throw;
        }
    }

    /// <summary>Reports and saves when it is time, until the actor-learners end.</summary>
    private void Watch(ActorLearnerPool pool, Reporter reporter, LiveRun live)
    {
        double nextReport = Seconds + _configuration.Run.ReportSeconds;
        double nextCheckpoint = Seconds + _configuration.Run.CheckpointSeconds;
        double nextObservation = Seconds + ObserveSeconds;
        while (!pool.WaitForEnd(CollectInterval))
        {
            reporter.CollectEpisodes();
            double seconds = Seconds;
            if (seconds >= nextReport)
            {
                Report(reporter, live, seconds);
                nextReport = seconds + _configuration.Run.ReportSeconds;
            }

            if (_directory is not null && seconds >= nextCheckpoint)
            {
                pool.WhileParked(() => _directory.WriteCheckpoint(MakeCheckpoint(reporter, seconds)));
                nextCheckpoint = seconds + _configuration.Run.CheckpointSeconds;
            }

            if (seconds >= nextObservation)
            {
                _observer?.Observe(reporter.Progress(seconds));
                nextObservation = seconds + ObserveSeconds;
            }
        }
    }

    private static void Report(Reporter reporter, LiveRun live, double seconds)
    {
        reporter.Report(seconds);
        (live.Episodes, live.MeanReturn) = (reporter.Episodes, reporter.RecentMeanReturn);
        EngineEvents.Log.Report(live, reporter.Recent);
    }

    private TrainingResult MakeResult(Reporter reporter, double seconds, CancellationToken stop)
    {
        var theta = new float[Shared.Length];
        Shared.Snapshot(theta);
        bool finished = Shared.AgentSteps >= _configuration.AgentSteps && _simulation is not { HasWork: true };
        bool evaluated = TryEvaluate(finished, theta, stop, out Evaluation? evaluation);
        return new TrainingResult
        {
            AgentSteps = Shared.AgentSteps,
            Seconds = seconds,
            Episodes = reporter.Episodes,
            DroppedEpisodes = reporter.DroppedEpisodes,
            Interrupted = !finished || !evaluated,
            Theta = theta,
            Normalization = _engine.Normalization,
            Evaluation = evaluation,
        };
    }

    /// <summary>The final evaluation, if there is to be one.</summary>
    /// <returns>False if it was stopped.</returns>
    private bool TryEvaluate(bool finished, float[] theta, CancellationToken stop, out Evaluation? evaluation)
    {
        evaluation = null;
        int episodes = _configuration.Run.EvaluationEpisodes;
        if (!finished || episodes == 0) return true;
        int total = (int)Evaluator.EpisodesInAll(_configuration, episodes, greedy: false);
        try
        {
            evaluation = Evaluator.Evaluate(
                _configuration,
                theta,
                episodes,
                _configuration.Seed,
                greedy: false,
                done => _observer?.ObserveEvaluation((int)done, total),
                _engine.Normalization,
                stop: stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The scheduler's stream lies far off those of the actor-learners.</summary>
    private SimulatedSchedule? MakeSimulation()
    {
        if (_configuration.Schedule != TrainingConfiguration.Simulated) return null;
        RandomGenerator generator = new RandomGenerator(_configuration.Seed).Split(1ul << 42);
        var delay = new Delay(_configuration.Run.Delay, _configuration.Run.DelayAgentSteps);
        return new SimulatedSchedule(Learners, Shared, _configuration.AgentSteps, generator, delay);
    }

    private Reporter MakeReporter(RunLogs? logs) =>
        new(Learners, Shared, _engine.LearningRate, _configuration.AgentSteps, logs, _secondsBefore);

    private Checkpoint MakeCheckpoint(Reporter reporter, double seconds)
    {
        reporter.CollectEpisodes();
        var theta = new float[Shared.Length];
        var statistic = new float[Shared.Length];
        Shared.ReadForCheckpoint(theta, statistic);
        var mean = new float[_configuration.Optimizer.Optimizer == "shared-adam" ? Shared.Length : 0];
        var target = new float[_configuration.Algorithm.UsesTargetNetwork ? Shared.Length : 0];
        Shared.ReadMeanAndTarget(mean, target);
        var actors = new List<byte[]>();
        foreach (ActorLearner learner in Learners) actors.Add(StateOf(learner.SaveState));

        return new Checkpoint
        {
            Network = RunDirectory.NetworkSignature(_configuration),
            AgentSteps = Shared.AgentSteps,
            Updates = Shared.Updates,
            Seconds = seconds,
            Episodes = reporter.Episodes,
            BestReturn = reporter.BestReturn,
            Theta = theta,
            Statistic = statistic,
            Mean = mean,
            Target = target,
            Normalization = StateOf(_engine.Normalization.Save),
            Schedule = _simulation is null ? [] : StateOf(_simulation.SaveState),
            Actors = actors,
            LogLengths = reporter.Flush(),
        };
    }

    private void Restore(Checkpoint checkpoint)
    {
        if (checkpoint.Actors.Count != Learners.Length)
            throw new InputException($"The checkpoint has {checkpoint.Actors.Count} actor-learners; expected {Learners.Length}.");
        Shared.Restore(checkpoint.Theta, checkpoint.Statistic, checkpoint.AgentSteps, checkpoint.Updates);
        Shared.RestoreMeanAndTarget(checkpoint.Mean, checkpoint.Target);
        _secondsBefore = checkpoint.Seconds;
        for (int i = 0; i < Learners.Length; i++) Restore($"actor-learner {i}", Learners[i].RestoreState, checkpoint.Actors[i]);
        Restore("the normalisation", _engine.Normalization.Restore, checkpoint.Normalization);
        if (_simulation is not null) Restore("the simulated schedule", _simulation.RestoreState, checkpoint.Schedule);
    }

    private static byte[] StateOf(Action<BinaryWriter> save)
    {
        using var state = new MemoryStream();
        using (var writer = new BinaryWriter(state)) save(writer);
        return state.ToArray();
    }

    private static void Restore(string what, Action<BinaryReader> restore, byte[] state)
    {
        using var reader = new BinaryReader(new MemoryStream(state));
        string misfit = $"The checkpoint's {state.Length} bytes of {what} do not fit the run's environment and optimizer.";
        try
        {
            restore(reader);
        }
        catch (EndOfStreamException problem)
        {
            throw new InputException(misfit, problem);
        }

        if (reader.BaseStream.Position < state.Length) throw new InputException(misfit);
    }
}
