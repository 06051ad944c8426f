using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Execution;

/// <summary>Measures a thread while it runs.</summary>
internal interface IThreadMeter
{
    /// <summary>Called by the thread when it begins to run and when it leaves a pause.</summary>
    void Begin();

    /// <summary>Called by the thread before it is parked and when it ends.</summary>
    void End();
}

/// <summary>
/// The dedicated, named threads on which workers run until they are finished, one of them fails, or they are stopped. Between turns a
/// thread only reads two flags; locks are taken only to park and to end. Threads are parked, and end after a stop, when all workers are at
/// rest at the same time. After a failure they end at once.
/// </summary>
/// <param name="shared">Holds T, for the report of a failure.</param>
/// <param name="workers">The workers, each of which gets a thread.</param>
/// <param name="meters">A meter for each thread; null to measure nothing.</param>
/// <param name="waits">Whether no turn may begin now, for example because an evaluation is due; null if turns may always begin.</param>
/// <param name="places">The processors that the threads are bound to; null if the system chooses.</param>
internal sealed class WorkerPool(
    SharedParameters shared, IReadOnlyList<IWorker> workers, IReadOnlyList<IThreadMeter>? meters = null, Func<bool>? waits = null,
    ThreadPlaces? places = null)
{
    /// <summary>
    /// How often a waiting thread gives up its processor before it sleeps. A sleep lasts a millisecond or more, but the workers of small
    /// networks wait for a few microseconds. The yields last some milliseconds in all.
    /// </summary>
    private const int YieldsBeforeSleep = 1000;

    private readonly object _gate = new();
    private bool _stopRequested;
    private bool _pauseRequested;
    private bool _isEnding;
    private int _running;
    private int _parked;

    /// <summary>The first failure of a thread, once all have ended.</summary>
    internal WorkerFault? Fault { get; private set; }

    /// <summary>Starts the threads.</summary>
    internal void Start()
    {
        for (int i = 0; i < workers.Count; i++)
        {
            (int index, IWorker worker, IThreadMeter? meter) = (i, workers[i], meters?[i]);

            // Counted before the start. Otherwise the other threads could all be at rest and end, while this one already works.
            Count(1);
            try
            {
                new Thread(() => Work(index, worker, meter)) { Name = worker.Name, IsBackground = true }.Start();
            }
            catch
            {
                Count(-1);

                // Workers that wait for this one would never be at rest.
                lock (_gate) EndAll();
                throw;
            }
        }
    }

    /// <summary>Asks all threads to end when their workers are at rest.</summary>
    internal void Stop() => Volatile.Write(ref _stopRequested, true);

    /// <summary>Waits for all threads to end.</summary>
    /// <returns>Whether they ended within the time.</returns>
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

    /// <summary>Ends all threads when their workers are at rest, and returns when they have ended.</summary>
    internal void StopAndWait()
    {
        Stop();
        lock (_gate)
        {
            while (_running > 0) Monitor.Wait(_gate);
        }
    }

    /// <summary>Runs an action while every thread is parked between turns or has ended.</summary>
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
    /// Parks every thread between turns, and returns when all are parked or have ended. If it is called before <see cref="Start"/>, the
    /// threads park before their first turn.
    /// </summary>
    internal void Park()
    {
        lock (_gate)
        {
            Volatile.Write(ref _pauseRequested, true);
            while (_parked < _running) Monitor.Wait(_gate);
        }
    }

    /// <summary>Resumes the parked threads.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            Volatile.Write(ref _pauseRequested, false);
            Monitor.PulseAll(_gate);
        }
    }

    private void Work(int index, IWorker worker, IThreadMeter? meter)
    {
        var wait = default(SpinWait);
        try
        {
            places?.Bind(index);
            meter?.Begin();
            while (!HasEnded(worker))
            {
                if (Volatile.Read(ref _pauseRequested) && worker.IsAtRest)
                {
                    Park(worker, meter);
                    continue;
                }

                if (waits is not null && waits() && worker.IsAtRest)
                {
                    wait.SpinOnce();
                    continue;
                }

                Turn turn = worker.Run();
                if (turn == Turn.Finished) break;
                if (turn == Turn.Waiting) Wait(ref wait);
                else wait.Reset();
            }

            meter?.End();
        }
        catch (Exception exception)
        {
            Report(new WorkerFault(worker.Name, shared.AgentSteps, exception));
            worker.Abandon();
        }
        finally
        {
            Count(-1);
        }
    }

    private void Count(int threads)
    {
        lock (_gate)
        {
            _running += threads;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Whether the thread must end: after a failure at once, after a request to stop when all workers are at rest at the same time.
    /// </summary>
    private bool HasEnded(IWorker worker)
    {
        if (!Volatile.Read(ref _stopRequested)) return false;
        if (!worker.IsAtRest) return Volatile.Read(ref _isEnding);
        lock (_gate)
        {
            _parked++;
            Monitor.PulseAll(_gate);
            while (!_isEnding && worker.IsAtRest)
            {
                if (_parked == _running) EndAll();
                else Monitor.Wait(_gate);
            }

            _parked--;
            return _isEnding;
        }
    }

    /// <summary>Lets every thread end after its present turn. Called under the lock.</summary>
    private void EndAll()
    {
        Volatile.Write(ref _isEnding, true);
        Monitor.PulseAll(_gate);
    }

    /// <summary>
    /// Waits a little for the work of other threads. A worker that is waited for may be parked: it parked while it was still at rest. It is
    /// woken to find that it is not at rest any more.
    /// </summary>
    private void Wait(ref SpinWait wait)
    {
        if (Volatile.Read(ref _pauseRequested) || Volatile.Read(ref _stopRequested))
        {
            lock (_gate) Monitor.PulseAll(_gate);
        }

        wait.SpinOnce(YieldsBeforeSleep);
    }

    private void Park(IWorker worker, IThreadMeter? meter)
    {
        meter?.End();
        lock (_gate)
        {
            _parked++;
            Monitor.PulseAll(_gate);
            while (_pauseRequested && worker.IsAtRest) Monitor.Wait(_gate);
            _parked--;
        }

        meter?.Begin();
    }

    private void Report(WorkerFault fault)
    {
        lock (_gate)
        {
            Fault ??= fault;
            EndAll();
        }

        Stop();
    }
}

/// <summary>The failure of a worker.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="AgentStep">T when it failed.</param>
/// <param name="Exception">The exception that ended its turn.</param>
internal sealed record WorkerFault(string Worker, long AgentStep, Exception Exception);
