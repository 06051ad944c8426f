using System.Text.Json.Nodes;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live;

/// <summary>
/// A run that a live page shows, finished or growing. It reads the tables of the run once a second, and plays games with the newest
/// checkpoint, or with the θ of a training in this process, while a page listens. The training does nothing for it.
/// </summary>
public sealed class LiveRun : IDisposable
{
    private const int MostReports = 2000, MostThreadRows = 4096;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LiveTable _metrics;
    private readonly LiveTable _threads;
    private readonly LivePlayer _player;
    private readonly Timer _timer;
    private readonly Lock _reading = new();
    private bool _isDisposed;

    // Why the tables cannot be read; empty if they can.
    private string _problem = "";

    /// <summary>Begins to read a run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="pace">The most agent steps per second of the games.</param>
    public LiveRun(string directory, TrainingConfiguration configuration, double pace)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(configuration);
        (Name, Configuration) = (directory, configuration);
        _metrics = new LiveTable(directory, RunTables.MetricsName, "metrics", Thin);
        _threads = new LiveTable(directory, RunTables.ThreadsName, "threads", ThinReports);
        _player = new LivePlayer(directory, configuration, Subscribers, pace);
        _timer = new Timer(_ => ReadTables(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>The run's directory as it was named.</summary>
    public string Name { get; }

    /// <summary>The run.</summary>
    public TrainingConfiguration Configuration { get; }

    /// <summary>From the next game on, the agent at play is that which a training in this process trains.</summary>
    /// <param name="agent">The agent.</param>
    public void Follow(RunningAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        _player.Agent.Follow(agent);
    }

    /// <summary>The pages that listen.</summary>
    internal Subscribers Subscribers { get; } = new();

    /// <summary>The game.</summary>
    internal LivePlayer Player => _player;

    /// <summary>All reports of the run, for a page that shows another run and this one's curve beside it.</summary>
    internal LiveEvent Metrics => Subscribers.Make(_metrics.All);

    /// <summary>The run as it is now, for programs: its newest report, the newest row of each thread, and the game.</summary>
    internal LiveEvent State => Subscribers.Make(() => LiveEvent.Of("state", new JsonObject
    {
        ["run"] = Describe(),
        ["metrics"] = _metrics.Newest(),
        ["threads"] = _threads.NewestByThread(),
        ["game"] = _player.Describe(),
        ["problem"] = _problem,
    }));

    /// <summary>What a page gets when it connects.</summary>
    internal IEnumerable<LiveEvent> History()
    {
        yield return LiveEvent.Of("run", Describe());
        yield return _metrics.All();
        yield return _threads.All();
        yield return ProblemEvent(_problem);
        foreach (LiveEvent own in _player.History()) yield return own;
    }

    /// <summary>The run as JSON.</summary>
    internal JsonObject Describe()
    {
        return new JsonObject
        {
            ["name"] = Name,
            ["environment"] = Configuration.Environment.Name,
            ["algorithm"] = Configuration.Algorithm.Name,
            ["network"] = Configuration.Network.Description.Name,
            ["agentSteps"] = Configuration.AgentSteps,
            ["threads"] = Configuration.ActorsOfAllGroups,
            ["seed"] = Configuration.Seed,
            ["valueName"] = Configuration.Algorithm.ValueName,
            ["actions"] = NamesOf(Configuration.Actions.Names),
            ["observations"] = NamesOf(Configuration.Observation.Names),
            ["seesPixels"] = Configuration.Observation.Kind == ObservationKind.Pixels,
            ["hasMemory"] = Configuration.Network.IsRecurrent,
        };
    }

    /// <summary>Ends the reading and the game.</summary>
    public void Dispose()
    {
        lock (_reading)
        {
            _isDisposed = true;
            _timer.Dispose();
            _metrics.Dispose();
            _threads.Dispose();
        }

        _player.Dispose();
    }

    /// <summary>Leaves out every other report of a long run, so that its whole curve stays.</summary>
    internal static void Thin(List<JsonArray> rows)
    {
        while (rows.Count > MostReports)
        {
            for (int i = 1; i < rows.Count; i++) rows.RemoveAt(i);
        }
    }

    /// <summary>Leaves out the rows of every other report but the first and the newest one. The last column has the report.</summary>
    internal static void ThinReports(List<JsonArray> rows)
    {
        int before = int.MaxValue;
        while (rows.Count > MostThreadRows && rows.Count < before)
        {
            before = rows.Count;
            double? newest = (double?)rows[^1][^1], last = null;
            bool isLeftOut = true;
            rows.RemoveAll(row =>
            {
                double? report = (double?)row[^1];
                if (report != last) isLeftOut = !isLeftOut;
                last = report;
                return isLeftOut && report != newest;
            });
        }
    }

    private static JsonArray NamesOf(IReadOnlyList<string>? names)
    {
        var array = new JsonArray();
        foreach (string name in names ?? []) array.Add((JsonNode)name);
        return array;
    }

    private void ReadTables()
    {
        // A call that takes longer than the interval is not joined by a second one.
        if (!_reading.TryEnter()) return;
        try
        {
            if (_isDisposed) return;
            Read(_metrics);
            Read(_threads);
            Tell(_metrics.Problem.Length > 0 ? _metrics.Problem : _threads.Problem);
        }
        catch (Exception problem)
        {
            // An exception of a timer would end the process, and with it a training.
            Tell(problem.Message);
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Tell(string problem)
    {
        if (problem != _problem) Subscribers.Send(ProblemEvent(problem), () => _problem = problem);
    }

    private static LiveEvent ProblemEvent(string problem) => LiveEvent.Of("problem", new JsonObject { ["message"] = problem });

    private void Read(LiveTable table)
    {
        if (table.ReadNew() is { } change) Subscribers.Send(table.Message(change), () => table.Apply(change));
    }
}
