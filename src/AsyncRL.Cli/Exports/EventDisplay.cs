using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Interchange;
using AsyncRL.Interchange.TensorBoard;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Exports;

/// <summary>
/// Writes an event file of TensorBoard while a training runs, beside another display: the run's tables, and distributions of its
/// parameters. What the trained agent does follows at the end. A file that cannot be written does not end the training.
/// </summary>
/// <param name="inner">The display.</param>
/// <param name="run">The run's directory.</param>
/// <param name="configuration">The run.</param>
/// <param name="consoleHost">Has the clock that limits how often is written, and receives a warning if the file cannot be written.</param>
internal sealed class EventDisplay(
    ITrainingDisplay inner, string run, TrainingConfiguration configuration, ConsoleHost consoleHost) : ITrainingDisplay
{
    private const int DistributionsPerTime = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private RunEvents? _events;
    private RunningAgent? _agent;
    private float[] _theta = [];
    private long _begin;
    private long _last;
    private TimeSpan _nextDistributions;
    private long _written = -1;
    private bool _hasFailed;

    /// <summary>The directory of a run's event file.</summary>
    /// <param name="run">The run's directory.</param>
    internal static string DirectoryOf(string run) => Path.Combine(run, "tensorboard");

    public TrainingResult Show(Func<TrainingResult> work)
    {
        try
        {
            TrainingResult result = inner.Show(work);
            Write(() => WriteEnd(result));
            return result;
        }
        finally
        {
            _events?.Dispose();
        }
    }

    public void ObserveStart(RunningAgent agent)
    {
        (_agent, _theta, _begin) = (agent, new float[agent.Length], consoleHost.Clock.GetTimestamp());
        Write(WriteStart);
        inner.ObserveStart(agent);
    }

    public void Observe(TrainingProgress progress)
    {
        inner.Observe(progress);
        if (_events is not null && consoleHost.Clock.GetElapsedTime(_last) < Interval) return;
        _last = consoleHost.Clock.GetTimestamp();
        Write(WriteDistributionsIfDue);
    }

    public void ObserveEvaluation(int finished, int total) => inner.ObserveEvaluation(finished, total);

    /// <summary>The file of a resumed run begins again; the checkpoints that were kept are what is left of the time before.</summary>
    private void WriteStart()
    {
        if (_agent!.AgentSteps > 0)
        {
            foreach (TrainedRun earlier in Open().Course(AgentEvents.MostCheckpoints)) WriteParameters(AgentEvents.NetworkOf(earlier));
        }

        WriteDistributionsIfDue();
    }

    /// <summary>
    /// The time between two distributions grows with the training, so that a long one has some tens of them. Several ranks have no θ in
    /// common before the end.
    /// </summary>
    private void WriteDistributionsIfDue()
    {
        TimeSpan elapsed = consoleHost.Clock.GetElapsedTime(_begin);
        if (_agent is null || elapsed < _nextDistributions) return;
        _nextDistributions = elapsed + TimeSpan.FromSeconds(Math.Max(1, elapsed.TotalSeconds / DistributionsPerTime));
        long agentSteps = _agent.AgentSteps;
        _agent.ReadTheta(_theta);
        WriteParameters(new TrainedNetwork(configuration, agentSteps, _theta, _agent.ReadNormalization()));
    }

    /// <summary>
    /// The training has succeeded. Whatever fails now, such as an environment of the user, must not hide that.
    /// </summary>
    private void WriteEnd(TrainingResult result)
    {
        // An interrupted training ends soon.
        if (result.Interrupted) return;
        foreach (string sentence in _events!.Missing) consoleHost.Error.WriteLine($"Note: the event file is not whole. {sentence}");
        try
        {
            TrainedRun trained = Open();
            WriteParameters(AgentEvents.NetworkOf(trained));
            new AgentEvents(consoleHost).Write(trained, _events!);
        }
        catch (OperationCanceledException)
        {
            consoleHost.Error.WriteLine("Note: the event file lacks an episode or gradients, because the command was stopped.");
        }
        catch (Exception problem) when (problem is not (IOException or UnauthorizedAccessException))
        {
            consoleHost.Error.WriteLine($"Note: the event file lacks an episode or gradients. {problem.Message}");
        }
    }

    private TrainedRun Open() => TrainedRun.Open(run, null, "train", 0, consoleHost);

    private void WriteParameters(TrainedNetwork network)
    {
        if (network.AgentSteps <= _written) return;
        _written = network.AgentSteps;
        _events!.WriteParameters(network);
    }

    private void Write(Action further)
    {
        if (_hasFailed) return;
        try
        {
            _events ??= RunEvents.Begin(run, DirectoryOf(run));
            _events.WriteNew();
            further();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InputException)
        {
            _hasFailed = true;
            consoleHost.Error.WriteLine($"Warning: the event file for TensorBoard is not written any more: {problem.Message}");
        }
    }
}
