using AsyncRL.Training.Parameters;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Actors;

/// <summary>
/// The dedicated, named threads on which actor-learners run until T reaches T_max, one of them fails, or they are stopped. Between segments
/// a thread looks at two flags, and that is all that running under control costs it; locks are taken only to park and to end.
/// </summary>
internal sealed class ActorLearnerPool
{
    private readonly IWorker[] _workers;
    private readonly SharedParameters _shared;
    private readonly object _gate = new();
    private bool _stopRequested;
    private bool _pauseRequested;
    private int _running;
    private int _parked;

    /// <summary>A thread for each actor-learner.</summary>
    internal ActorLearnerPool(
        ActorLearner[] learners, SharedParameters shared, long lastAgentStep, EvaluationSchedule? evaluations = null)
        : this(
            shared,
            Array.ConvertAll(learners, learner => new ThreadWorker(learner, shared, lastAgentStep, evaluations: evaluations)))
    {
    }

    /// <summary>A thread for each worker.</summary>
    internal ActorLearnerPool(SharedParameters shared, params IWorker[] workers) => (_shared, _workers) = (shared, workers);

    /// <summary>The first failure of a thread, once all have ended.</summary>
    internal ActorLearnerFault? Fault { get; private set; }

    /// <summary>The name of a thread, as debuggers and traces show it.</summary>
    internal static string ThreadName(int actor) => $"actor-learner {actor}";

    /// <summary>Starts the threads.</summary>
    internal void Start()
    {
        foreach (IWorker worker in _workers)
        {
            new Thread(() => Work(worker)) { Name = ThreadName(worker.Actor), IsBackground = true }.Start();

            // After the start, which may fail: nobody must wait for a thread that never was.
            lock (_gate) _running++;
        }
    }

    /// <summary>Asks all threads to end after their present segment.</summary>
    internal void Stop() => Volatile.Write(ref _stopRequested, true);

    /// <summary>Waits for all threads to end.</summary>
    /// <returns>Whether they have, within the time.</returns>
    internal bool WaitForEnd(TimeSpan time)
    {
        long deadline = Environment.TickCount64 + (long)time.TotalMilliseconds;
        lock (_gate)
        {
            while (_running > 0)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, (int)left)) return _running == 0;
            }

            return true;
        }
    }

    /// <summary>Ends all threads after their present segment, and returns when they have ended.</summary>
    internal void StopAndWait()
    {
        Stop();
        lock (_gate)
        {
            while (_running > 0) Monitor.Wait(_gate);
        }
    }

    /// <summary>Does something while every thread is parked between segments, or has ended.</summary>
    internal void WhileParked(Action action)
    {
        Park();
        try
        {
            action();
        }
        finally
        {
            Release();
        }
    }

    /// <summary>
    /// Parks every thread between segments, and returns when all are parked or have ended. Before <see cref="Start"/>: they park at once.
    /// </summary>
    internal void Park()
    {
        lock (_gate)
        {
            Volatile.Write(ref _pauseRequested, true);
            while (_parked < _running) Monitor.Wait(_gate);
        }
    }

    /// <summary>Lets the parked threads go.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            Volatile.Write(ref _pauseRequested, false);
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(IWorker worker)
    {
        try
        {
            worker.BeginRunning();
            while (!Volatile.Read(ref _stopRequested) && worker.HasWork)
            {
                if (Volatile.Read(ref _pauseRequested)) Park(worker);
                else worker.RunTurn();
            }

            worker.EndRunning();
        }
        catch (Exception exception)
        {
            Report(new ActorLearnerFault(worker.Actor, _shared.AgentSteps, exception));
            worker.Abandon();
        }
        finally
        {
            lock (_gate)
            {
                _running--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Park(IWorker worker)
    {
        worker.EndRunning();
        lock (_gate)
        {
            _parked++;
            Monitor.PulseAll(_gate);
            while (_pauseRequested) Monitor.Wait(_gate);
            _parked--;
        }

        worker.BeginRunning();
    }

    private void Report(ActorLearnerFault fault)
    {
        lock (_gate) Fault ??= fault;
        Stop();
    }
}

/// <summary>What went wrong in an actor-learner.</summary>
/// <param name="Thread">Index of the actor-learner.</param>
/// <param name="AgentStep">T when it failed.</param>
/// <param name="Exception">What it threw.</param>
internal sealed record ActorLearnerFault(int Thread, long AgentStep, Exception Exception);
