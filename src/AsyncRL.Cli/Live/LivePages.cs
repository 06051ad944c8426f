using System.Net;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Live;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Live;

/// <summary>The live page of some runs, from the beginning of a command to its end.</summary>
internal sealed class LivePages : IDisposable
{
    private const double UsualPace = 15;

    private readonly LivePage _page;
    private readonly IReadOnlyList<LiveRun> _runs;
    private readonly bool _isOpenToOthers;

    private LivePages(LivePage page, IReadOnlyList<LiveRun> runs, bool isOpenToOthers) =>
        (_page, _runs, _isOpenToOthers) = (page, runs, isOpenToOthers);

    /// <summary>Begins to serve the page of runs.</summary>
    /// <param name="directories">The runs' directories.</param>
    /// <param name="command">The command, for messages.</param>
    /// <param name="settings">Where and how the page is served.</param>
    /// <param name="pace">Agent steps per second; null for the usual pace.</param>
    /// <param name="consoleHost">Provides the available memory.</param>
    /// <returns>The page; the caller disposes of it.</returns>
    /// <exception cref="InputException">There is no run, or the port is taken.</exception>
    internal static LivePages Of(
        IReadOnlyList<string> directories, string command, LiveSettings settings, double? pace, ConsoleHost consoleHost)
    {
        var configurations = new List<TrainingConfiguration>();
        var known = new HashSet<string>();
        foreach (string path in directories)
        {
            RunPath.Check(path, command);
            RunPath.AddOnce(known, path);
            using RunDirectory directory = RunDirectory.Open(path);
            TrainingConfiguration configuration = TrainingConfiguration.Resolve(directory.ReadRequestToPlay());
            MemoryEstimate.OfPlay(configuration, 1).Check(consoleHost.Memory());
            configurations.Add(configuration);
        }

        return Of(directories, configurations, settings, pace);
    }

    /// <summary>Begins to serve the page of a run that this process trains.</summary>
    internal static LivePages Of(string directory, TrainingConfiguration configuration) =>
        Of([directory], [configuration], new LiveSettings(), null);

    /// <summary>Lets the agent that this process trains play, instead of its newest checkpoint.</summary>
    /// <param name="agent">The agent of the only run.</param>
    internal void Follow(RunningAgent agent) => _runs[0].Follow(agent);

    /// <summary>Writes the address of the page.</summary>
    internal void Announce(TextWriter writer)
    {
        writer.WriteLine($"Live page: {_page.Address}");
        if (_isOpenToOthers)
            writer.WriteLine("Warning: other machines can reach the page, and the connection is not encrypted.");
        writer.Flush();
    }

    /// <summary>Ends the page.</summary>
    public void Dispose() => _page.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static LivePages Of(
        IReadOnlyList<string> directories, List<TrainingConfiguration> configurations, LiveSettings settings, double? pace)
    {
        var runs = new List<LiveRun>();
        for (int i = 0; i < directories.Count; i++) runs.Add(new LiveRun(directories[i], configurations[i], pace ?? UsualPace));
        try
        {
            LivePage page = LivePage.StartAsync(runs, settings).GetAwaiter().GetResult();
            return new LivePages(page, runs, !IPAddress.IsLoopback(settings.Bind));
        }
        catch
        {
            foreach (LiveRun run in runs) run.Dispose();
            throw;
        }
    }
}
