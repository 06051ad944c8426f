using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Trains one rank of a run. The main thread of every rank runs this class. Rank 0 also reports, evaluates and writes for all: it asks for
/// it in a round, all ranks agree, and after that round every main thread does its part while no further round begins.
/// </summary>
internal sealed class RankTrainer
{
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(10);
    private const double ObserveSeconds = 0.1;
    private const double WritingFactor = 10;

    /// <summary>Less than any file system writes.</summary>
    private const double BytesWrittenInASecond = 10_000_000;

    private readonly TrainingConfiguration _configuration;
    private readonly ICommunicator _communicator;
    private readonly Engine _engine;
    private readonly SimulatedExecution? _simulation;
    private readonly RunDirectory? _directory;
    private readonly double _secondsBefore;
    private readonly IRankRounds _rounds;
    private readonly RankStates _states;
    private readonly RankReports _reports;
    private readonly Reporter _reporter;
    private readonly CheckpointMaker? _checkpoints;
    private readonly PeriodicEvaluator _evaluator;
    private readonly IReadOnlyList<IWorker> _workers;
    private WorkerPool _pool = null!;
    private ITrainingObserver? _observer;
    private ExceptionDispatchInfo? _observerFault;
    private long _started = Stopwatch.GetTimestamp();

    /// <summary>Prepares a rank.</summary>
    /// <param name="configuration">The run, the same on all ranks.</param>
    /// <param name="communicator">Connects the ranks.</param>
    /// <param name="engine">The engine of this rank.</param>
    /// <param name="simulation">Its simulated execution; null with threads.</param>
    /// <param name="output">What rank 0 writes; null on the others, and to write nothing.</param>
    /// <param name="observer">Receives progress reports; optional.</param>
    /// <param name="secondsBefore">Seconds trained before.</param>
    internal RankTrainer(
        TrainingConfiguration configuration, ICommunicator communicator, Engine engine, SimulatedExecution? simulation,
        (RunDirectory Directory, RunTables Tables)? output, ITrainingObserver? observer, double secondsBefore)
    {
        (_configuration, _communicator, _engine, _simulation) = (configuration, communicator, engine, simulation);
        (_directory, _observer, _secondsBefore) = (output?.Directory, observer, secondsBefore);
        _rounds = RankRounds.Create(configuration, communicator, engine, simulation);
        _states = new RankStates(communicator, engine, simulation, _rounds);
        _reporter = new Reporter(engine, configuration.AgentSteps, output?.Tables, secondsBefore, communicator.Ranks);
        _reports = new RankReports(communicator, engine, _rounds, _reporter);
        if (_directory is not null) _checkpoints = new CheckpointMaker(configuration, _directory, engine, simulation, _reporter, _states);
        _evaluator = new PeriodicEvaluator(configuration, engine);
        _workers = _rounds.WorkersOf(simulation is null ? engine.Workers : [simulation]);
    }

    /// <summary>How long the other ranks wait while rank 0 writes a checkpoint, which may be large.</summary>
    private TimeSpan LimitOfWriting =>
        _rounds.Limit == Timeout.InfiniteTimeSpan
            ? Timeout.InfiniteTimeSpan
            : (WritingFactor * _rounds.Limit) + TimeSpan.FromSeconds(_states.Length / BytesWrittenInASecond);

    /// <summary>The simulated execution of this rank; null with threads.</summary>
    internal SimulatedExecution? Simulation => _simulation;

    /// <summary>The counts of the run, to restore.</summary>
    internal Reporter Reporter => _reporter;

    /// <summary>The rounds, to start or to restore.</summary>
    internal IRankRounds Rounds => _rounds;

    private bool IsFirst => _communicator.Rank == 0;

    private WorkerFault? OwnFault => _pool.Fault?.Exception is RankFaultException { IsOfAnotherRank: true } ? null : _pool.Fault;

    private SharedParameters Shared => _engine.Shared;

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Trains to the end of the run. All ranks call it.</summary>
    /// <param name="binding">Has bound the calling thread; ends here.</param>
    /// <param name="stop">Cancelled to end early, on any rank.</param>
    /// <returns>The result; only that of rank 0 has the evaluation and the counts of all ranks.</returns>
    internal TrainingResult Run(ThreadBinding binding, CancellationToken stop)
    {
        binding.Dispose();
        Func<bool>? waits = _rounds.HoldsActors ? () => _rounds.Agreed != RankSignals.None : null;
        _pool = new WorkerPool(Shared, _workers, waits: waits, places: binding.Places);
        using CancellationTokenRegistration registration = stop.Register(() => _rounds.Want(RankSignals.Stop));
        using LiveRun live = LiveRuns.Begin(_configuration.Names, Shared, _engine.Workers, _reporter.Episodes);
        _communicator.LongestWait = _rounds.Limit;
        ShareEvaluations();
        _reports.Exchange(null);
        _reporter.BeginInterval();

        // Saved before the first step, so that a run that is killed at any instant can be resumed.
        Save();
        _started = Stopwatch.GetTimestamp();
        if (IsFirst) _engine.EarlyEnd.Note(_secondsBefore);

        // A run that was stopped before an evaluation continues with it.
        if (_rounds.HoldsActors && _engine.Evaluations.IsDue(_rounds.AgentSteps) && !Evaluate(stop)) _rounds.EndInstead();
        try
        {
            _pool.Start();
            Watch(live, stop);
            RankSignals end = FinishRounds(live, stop);
            return Conclude(live, end, stop);
        }
        catch
        {
            // This rank cannot agree with the others any more. Its threads must not work on.
            _rounds.Abandon();
            _pool.StopAndWait();
            throw;
        }
    }

    /// <summary>Reports, evaluates and saves at the configured intervals until the threads end.</summary>
    private void Watch(LiveRun live, CancellationToken stop)
    {
        double nextReport = _configuration.Run.NextReportAfter(Seconds, _rounds.HoldsActors);
        double nextCheckpoint = Seconds + _configuration.Run.CheckpointSeconds;
        double nextObservation = Seconds + ObserveSeconds;
        while (!_pool.WaitForEnd(CollectInterval))
        {
            _reports.Collect();
            RankSignals agreed = _rounds.Agreed;
            if (IRankRounds.IsEnding(agreed)) _pool.StopAndWait();
            else if (agreed != RankSignals.None) Hold(live, stop);
            if (!IsFirst) continue;
            double seconds = Seconds;
            _engine.EarlyEnd.Note(seconds);
            if (seconds >= nextReport)
            {
                _rounds.Want(RankSignals.Report);
                nextReport = _configuration.Run.NextReportAfter(seconds, _rounds.HoldsActors);
            }

            if (_checkpoints is not null && seconds >= nextCheckpoint)
            {
                _rounds.Want(RankSignals.Save);
                nextCheckpoint = seconds + _configuration.Run.CheckpointSeconds;
            }

            if (seconds >= nextObservation)
            {
                Observe(seconds);
                nextObservation = seconds + ObserveSeconds;
            }
        }
    }

    /// <summary>Does what the ranks agreed on. Rounds wait meanwhile.</summary>
    private void Hold(LiveRun live, CancellationToken stop)
    {
        RankSignals agreed = _rounds.Agreed;
        if (agreed.HasFlag(RankSignals.Mismatch)) _rounds.MendCommon();
        bool isAbandoned = false;
        if (_rounds.HoldsActors || (agreed & (RankSignals.Save | RankSignals.Evaluate)) != 0)
        {
            _pool.WhileParked(() =>
            {
                // Members that fail in the rest of the round fail on all ranks, and no rank does what was agreed on.
                isAbandoned = _rounds.HoldsActors && _pool.Fault is not null;
                if (isAbandoned) return;
                if (agreed.HasFlag(RankSignals.Evaluate)) isAbandoned = !Evaluate(stop) && _rounds.HoldsActors;
                if (isAbandoned) _rounds.EndInstead();
                else if (agreed.HasFlag(RankSignals.Save)) Save();
            });
        }

        if (isAbandoned) return;
        if (agreed.HasFlag(RankSignals.Report)) Report(live, null);
        _rounds.Continue();
    }

    private RankSignals FinishRounds(LiveRun live, CancellationToken stop)
    {
        if (_pool.Fault?.Exception is RankMissingException missing) throw missing;
        return _rounds.Finish(_pool.Fault?.Exception, () => Hold(live, stop));
    }

    private TrainingResult Conclude(LiveRun live, RankSignals end, CancellationToken stop)
    {
        bool isWhole = IRankRounds.IsWhole(end);
        if (Decide(isWhole && _engine.Evaluations.IsDue(_rounds.AgentSteps))) Evaluate(stop);
        double seconds = Seconds;
        _rounds.CheckCommon();
        IReadOnlyList<RankReport> reports = Report(live, OwnFault);
        _states.Gather(isEnd: true);
        RankReport? failed = FindFailed(reports);
        if (IsFirst) _checkpoints?.SaveAtEnd(seconds, failed?.End ?? CheckpointEnd.Ordinary);
        _states.Release();
        Observe(seconds);

        // A worker may also fail after the ranks have agreed to end.
        bool hasFailed = Decide(failed is not null);
        try
        {
            _observerFault?.Throw();
            if (hasFailed) throw MakeFault(reports, failed);
            return IsFirst ? Result(isWhole, seconds, stop) : PartialResult(seconds, isWhole);
        }
        finally
        {
            // The other ranks sleep until rank 0 has evaluated; MPI would let them spin.
            Decide(true);
        }
    }

    private TrainingResult Result(bool isWhole, double seconds, CancellationToken stop) =>
        new RunConclusion(_configuration, _engine, _reporter, _checkpoints, _directory, _observer)
            .Make(_rounds.Common.ToArray(), _rounds.AgentSteps, seconds, isWhole, stop);

    /// <summary>The result of a rank that neither writes nor evaluates.</summary>
    private TrainingResult PartialResult(double seconds, bool isWhole) => new()
    {
        AgentSteps = _rounds.AgentSteps,
        Seconds = seconds,
        Episodes = 0,
        DroppedEpisodes = 0,
        End = isWhole ? TrainingEnd.AgentSteps : TrainingEnd.Interrupted,
        Theta = _rounds.Common.ToArray(),
        Normalization = _engine.Normalization,
        Evaluation = null,
    };

    /// <summary>Evaluates the common θ on rank 0, while all ranks wait.</summary>
    /// <returns>Whether the evaluation was not abandoned.</returns>
    private bool Evaluate(CancellationToken stop)
    {
        long agentSteps = _rounds.AgentSteps;
        PeriodicEvaluation? evaluation = IsFirst && !stop.IsCancellationRequested ? TryEvaluate(agentSteps, stop) : null;
        if (!Decide(evaluation is not null)) return false;
        _engine.Evaluations.MoveBeyond(agentSteps);
        if (evaluation is not null) _reporter.Add(evaluation);

        // The states of all ranks are large, and are needed only for a checkpoint.
        if (!Decide(evaluation is not null && _checkpoints?.IsBest(evaluation) == true)) return true;
        GatherAll();
        if (evaluation is not null) _checkpoints?.SaveIfBest(Seconds, evaluation);
        _states.Release();
        Decide(true, LimitOfWriting);
        return true;
    }

    /// <summary>Evaluates on rank 0. If that fails, for example because an environment breaks, all ranks stop and save.</summary>
    private PeriodicEvaluation? TryEvaluate(long agentSteps, CancellationToken stop)
    {
        if (_observerFault is not null) return null;
        try
        {
            return _evaluator.TryEvaluate(_rounds.Common.ToArray(), agentSteps, stop);
        }
        catch (Exception problem)
        {
            _observerFault = ExceptionDispatchInfo.Capture(problem);
            _rounds.Want(RankSignals.Stop);
            return null;
        }
    }

    /// <summary>
    /// Lets rank 0 decide for all ranks. The others wait for its decision while it evaluates or writes: they sleep, while MPI would let
    /// them spin.
    /// </summary>
    /// <param name="decision">The decision; ignored on the other ranks.</param>
    /// <param name="limit">How long the others wait; null without a limit.</param>
    /// <returns>The decision of rank 0.</returns>
    private bool Decide(bool decision, TimeSpan? limit = null)
    {
        _communicator.LongestWait = limit ?? Timeout.InfiniteTimeSpan;
        bool shared = RankAgreement.OfFirst(_communicator, decision ? 1 : 0) != 0;
        _communicator.LongestWait = _rounds.Limit;
        return shared;
    }

    /// <summary>A resumed rank with another interval has computed the next evaluation from its own T.</summary>
    private void ShareEvaluations()
    {
        _engine.Evaluations.Next = RankAgreement.OfFirst(_communicator, _engine.Evaluations.Next);
    }

    /// <summary>Brings reports and states to rank 0: the reports first, because its own state has the returns of all ranks.</summary>
    private void GatherAll()
    {
        _rounds.CheckCommon();
        _reports.Exchange(null);
        _states.Gather(isEnd: false);
    }

    private void Save()
    {
        GatherAll();
        if (IsFirst) _checkpoints?.SaveInPassing(Seconds);
        _states.Release();
        Decide(true, LimitOfWriting);
    }

    private IReadOnlyList<RankReport> Report(LiveRun live, WorkerFault? fault)
    {
        IReadOnlyList<RankReport> reports = _reports.Exchange(fault);
        if (IsFirst) _reporter.Report(live, Seconds);
        return reports;
    }

    /// <summary>Tells the progress. If the observer fails, for example because its terminal was closed, all ranks stop and save.</summary>
    private void Observe(double seconds)
    {
        try
        {
            _observer?.Observe(_reporter.Progress(seconds));
        }
        catch (Exception problem)
        {
            _observerFault = ExceptionDispatchInfo.Capture(problem);
            _observer = null;
            _rounds.Want(RankSignals.Stop);
        }
    }

    private static RankReport? FindFailed(IReadOnlyList<RankReport> reports)
    {
        foreach (RankReport report in reports)
        {
            if (report.Fault.Length > 0) return report;
        }

        return null;
    }

    private TrainingFaultException MakeFault(IReadOnlyList<RankReport> reports, RankReport? failed)
    {
        if (OwnFault is { } own)
        {
            return new TrainingFaultException(
                $"{own.Worker} of {_configuration.NameOfRank} {_communicator.Rank} failed at agent step {own.AgentStep}: "
                    + own.Exception.Message,
                own.Exception)
            {
                ResumesFrom = _directory?.Checkpoints.NewestAgentSteps,
            };
        }

        int rank = failed is null ? -1 : ((List<RankReport>)[.. reports]).IndexOf(failed);
        string message = failed is null ? $"another {_configuration.NameOfRank} failed" : failed.Fault;
        Exception cause = failed?.End == CheckpointEnd.RefusedGradient
            ? new NonFiniteGradientException(message) : new RankFaultException(message);
        string prefix = rank < 0 ? "" : $"{_configuration.NameOfRank} {rank}: ";
        return new TrainingFaultException(prefix + message, cause) { ResumesFrom = _directory?.Checkpoints.NewestAgentSteps };
    }
}
