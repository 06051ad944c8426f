using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live;

/// <summary>
/// Plays fresh games at the game's pace, on a thread of its own, while a page listens and the game is not paused. The thread yields to
/// threads that train.
/// </summary>
internal sealed class LivePlayer : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50), Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Maps are not computed more often than so while the game runs, because a map takes longer than an agent step.</summary>
    private static readonly TimeSpan SaliencyInterval = TimeSpan.FromMilliseconds(300);

    private readonly TrainingConfiguration _configuration;
    private readonly Subscribers _subscribers;
    private readonly double _pace;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isPaused;
    private double _speed = 1;
    private bool _wantsStep;
    private string _problem = "";
    private long _saliencySent;
    private LiveEvent? _moment;
    private LiveEvent? _saliency;

    internal LivePlayer(string directory, TrainingConfiguration configuration, Subscribers subscribers, double pace)
    {
        (_configuration, _subscribers, _pace) = (configuration, subscribers, pace);
        Agent = new LiveAgent(directory, configuration);
        _thread = new Thread(Run) { IsBackground = true, Name = "live player", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>The speeds that a page can choose, as factors of the pace.</summary>
    internal static IReadOnlyList<double> Speeds { get; } = [0.25, 0.5, 1, 2, 4];

    /// <summary>The parameters with which games are played.</summary>
    internal LiveAgent Agent { get; }

    /// <summary>Pauses the game, continues it, does one agent step of a paused game, or changes its speed.</summary>
    /// <param name="command">"pause", "play", "step" or "speed".</param>
    /// <param name="factor">The speed, one of <see cref="Speeds"/>; null for the other commands.</param>
    /// <returns>Whether there is such a command.</returns>
    internal bool TryControl(string command, double? factor)
    {
        switch (command, factor)
        {
            case ("pause", null): SetPaused(true, wantsStep: false); break;
            case ("play", null): SetPaused(false, wantsStep: false); break;
            case ("step", null): SetPaused(true, wantsStep: true); break;
            case ("speed", { } speed) when Speeds.Contains(speed): Volatile.Write(ref _speed, speed); break;
            default: return false;
        }

        _subscribers.Send(Status());
        return true;
    }

    /// <summary>What a new page gets: whether the game is paused, and its latest moment. No message is sent meanwhile.</summary>
    internal IEnumerable<LiveEvent> History()
    {
        yield return Status();
        if (_moment is not null) yield return _moment;
        if (_saliency is not null) yield return _saliency;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();

        // A step of an environment that never ends must not keep the command from ending; the thread is one of the background.
        if (_thread.Join(Patience)) _stop.Dispose();
    }

    /// <summary>The latest moment without its picture, and whether the game is paused.</summary>
    internal JsonObject Describe()
    {
        JsonObject content = DescribeStatus();
        var moment = (JsonObject?)(_moment is null ? null : JsonNode.Parse(_moment.Json));
        moment?.Remove(LiveGame.FrameName);
        content["moment"] = moment;
        return content;
    }

    /// <summary>The time of an agent step.</summary>
    /// <param name="pace">Agent steps per second at the usual speed.</param>
    /// <param name="speed">The speed, a factor of the pace.</param>
    internal static TimeSpan PeriodOf(double pace, double speed) => TimeSpan.FromSeconds(1 / (pace * speed));

    private LiveEvent Status() => LiveEvent.Of("status", DescribeStatus());

    private JsonObject DescribeStatus() => new()
    {
        ["paused"] = _isPaused,
        ["speed"] = Volatile.Read(ref _speed),
        ["problem"] = Volatile.Read(ref _problem),
    };

    private void Run()
    {
        CurrentThread.YieldToOthers();
        try
        {
            var saliency = new LiveSaliency(_configuration);
            Agent agent = _configuration.CreateAgent();
            for (int game = 1; ; game++)
            {
                WaitForTurn(null);
                TryPlay(game, agent, saliency);
            }
        }
        catch (OperationCanceledException)
        {
            // The page ends.
        }
        catch (Exception problem)
        {
            // Neither the page nor a training in this process may end for it.
            Report(problem.Message);
        }
    }

    /// <summary>
    /// Plays a game. After a failure the next game tries again, with a new environment: a run that has no checkpoint yet may have one a
    /// little later, and a process of an environment that died begins anew. An environment may throw anything.
    /// </summary>
    private void TryPlay(int number, Agent agent, LiveSaliency saliency)
    {
        try
        {
            using var game = new LiveGame(number, _configuration, Agent, agent, saliency);
            Report(Agent.Note);
            Play(game);
        }
        catch (Exception problem) when (!_stop.IsCancellationRequested)
        {
            Report(problem.Message);
            _stop.Token.WaitHandle.WaitOne(Retry);
        }
    }

    private void Report(string problem)
    {
        if (Volatile.Read(ref _problem) == problem) return;
        Volatile.Write(ref _problem, problem);
        _subscribers.Send(Status());
    }

    private void Play(LiveGame game)
    {
        double pace = Math.Min(_pace, game.Rate ?? _pace);
        LiveEvent? end = null;
        while (end is null)
        {
            long begun = Stopwatch.GetTimestamp();
            bool isSaliencyDue = _subscribers.AnyWantsSaliency
                && (_isPaused || Stopwatch.GetElapsedTime(_saliencySent) >= SaliencyInterval);
            LiveEvent moment = game.Choose(isSaliencyDue);
            _subscribers.Send(moment, () => (_moment, _saliency) = (moment, null));
            if (isSaliencyDue) SendSaliency(game);
            Rest(begun, pace);
            WaitForTurn(game);
            end = game.Step();
        }

        _subscribers.Send(end);
    }

    /// <summary>Waits for the time of the next agent step. A change of the speed counts at once.</summary>
    private void Rest(long begun, double pace)
    {
        while (true)
        {
            TimeSpan rest = PeriodOf(pace, Volatile.Read(ref _speed)) - Stopwatch.GetElapsedTime(begun);
            if (rest <= TimeSpan.Zero || _stop.IsCancellationRequested) return;
            _stop.Token.WaitHandle.WaitOne(rest < Idle ? rest : Idle);
        }
    }

    /// <summary>Waits until a page listens, and until a paused game may do a step. A paused game shows saliency when a page asks.</summary>
    private void WaitForTurn(LiveGame? game)
    {
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (_subscribers.Any && (!_isPaused || TryTakeStep())) return;
            if (game is not null && _subscribers.AnyWantsSaliency) SendSaliency(game);
            _stop.Token.WaitHandle.WaitOne(Idle);
        }
    }

    /// <summary>Of several steps that are asked for before the first of them, one is done.</summary>
    private void SetPaused(bool isPaused, bool wantsStep)
    {
        Volatile.Write(ref _wantsStep, wantsStep);
        _isPaused = isPaused;
    }

    private bool TryTakeStep() => Interlocked.Exchange(ref _wantsStep, false);

    private void SendSaliency(LiveGame game)
    {
        if (!game.LacksSaliency) return;
        LiveEvent saliency = game.Saliency();
        _subscribers.Send(saliency, () => _saliency = saliency);
        _saliencySent = Stopwatch.GetTimestamp();
    }
}
