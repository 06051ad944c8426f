using AsyncRL.Training.Actors;

namespace AsyncRL.Training.Runs;

/// <summary>The three tables of a run directory.</summary>
internal sealed class RunLogs : IDisposable
{
    private const string MetricsColumns =
        "agent_steps,frames,seconds,episodes,mean_return,min_return,max_return,policy_loss,value_loss,entropy,gradient_norm,"
        + "learning_rate,agent_steps_per_second";

    private const string ThreadsColumns =
        "agent_steps,seconds,thread,thread_agent_steps,updates,snapshot_seconds,act_seconds,environment_seconds,"
        + "backward_seconds,apply_seconds,mean_staleness,largest_staleness";

    private const string EpisodesColumns = "thread,agent_step,return,length";

    private readonly CsvLog _metrics;
    private readonly CsvLog _threads;
    private readonly CsvLog _episodes;
    private readonly int _framesPerAgentStep;

    /// <summary>Opens the tables, cut back to the lengths that a resumed checkpoint recorded.</summary>
    internal RunLogs(RunDirectory directory, int framesPerAgentStep, IReadOnlyDictionary<string, long>? lengths)
    {
        _framesPerAgentStep = framesPerAgentStep;
        _metrics = Open("metrics.csv", MetricsColumns);
        _threads = Open("threads.csv", ThreadsColumns);
        _episodes = Open("episodes.csv", EpisodesColumns);

        CsvLog Open(string name, string columns) => new(directory.LogPath(name), columns, lengths?.GetValueOrDefault(name) ?? 0);
    }

    internal void Write(IntervalFigures figures) => _metrics.Write(
        figures.AgentSteps, figures.AgentSteps * _framesPerAgentStep, figures.Seconds, figures.Episodes,
        figures.MeanReturn, figures.MinReturn, figures.MaxReturn, figures.PolicyLoss, figures.ValueLoss, figures.Entropy,
        figures.GradientNorm, figures.LearningRate, figures.AgentStepsPerSecond);

    internal void Write(IntervalFigures interval, ThreadFigures thread) => _threads.Write(
        interval.AgentSteps, interval.Seconds, thread.Thread, thread.AgentSteps, thread.Updates,
        thread.PhaseSeconds[0], thread.PhaseSeconds[1], thread.PhaseSeconds[2], thread.PhaseSeconds[3], thread.PhaseSeconds[4],
        thread.MeanStaleness, thread.LargestStaleness);

    internal void Write(in EpisodeRecord episode) => _episodes.Write(episode.Thread, episode.AgentStep, episode.Return, episode.Length);

    /// <summary>Hands all rows to the system.</summary>
    /// <returns>Bytes of each table.</returns>
    internal Dictionary<string, long> Flush() => new()
    {
        ["metrics.csv"] = _metrics.Flush(),
        ["threads.csv"] = _threads.Flush(),
        ["episodes.csv"] = _episodes.Flush(),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _threads.Dispose();
        _episodes.Dispose();
    }
}
