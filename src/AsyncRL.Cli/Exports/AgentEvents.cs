using AsyncRL.Cli.Play;
using AsyncRL.Cli.Recording;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;
using AsyncRL.Interchange;
using AsyncRL.Interchange.TensorBoard;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Exports;

/// <summary>
/// What an event file of TensorBoard has of an agent beside the tables of its run: frames of an episode that it plays, and distributions
/// of its gradients.
/// </summary>
/// <param name="consoleHost">Receives notes on what cannot be written, and ends the work early.</param>
internal sealed class AgentEvents(ConsoleHost consoleHost)
{
    /// <summary>The most agents of the course of a training whose parameters are written.</summary>
    internal const int MostCheckpoints = 100;

    private const int MostAgentSteps = 1000;

    /// <summary>Writes both. What an environment does wrong is a note.</summary>
    /// <param name="run">The agent.</param>
    /// <param name="events">The event file.</param>
    /// <exception cref="OperationCanceledException">The command was stopped.</exception>
    internal void Write(TrainedRun run, RunEvents events)
    {
        WriteEpisode(run, events);
        WriteGradients(run, events);
    }

    /// <summary>The network of an agent.</summary>
    internal static TrainedNetwork NetworkOf(TrainedRun run) => new(run.Configuration, run.AgentSteps, run.Theta, run.Normalization);

    private void WriteGradients(TrainedRun run, RunEvents events)
    {
        try
        {
            MemoryEstimate.OfTraining(run.Configuration).Check(consoleHost.Memory());
            if (events.WriteGradients(NetworkOf(run), consoleHost.Signals.Await()) == 0)
                consoleHost.Error.WriteLine("Note: there are no distributions of gradients: no update came within 20,000 agent steps.");
        }
        catch (Exception problem) when (problem is InputException or EnvironmentFaultException)
        {
            consoleHost.Error.WriteLine($"Note: there are no distributions of gradients. {problem.Message}");
        }
    }

    private void WriteEpisode(TrainedRun run, RunEvents events)
    {
        try
        {
            using var playback = new Playback(run, run.Configuration.Seed, greedy: false, View.Screen, null);
            using var png = new MemoryStream();
            var sheet = new ContactSheetRecorder(run.Configuration, playback.Display, scale: null, png);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(consoleHost.Signals.Await());
            int steps = 0;
            playback.Play(1, Take, stop.Token);
            consoleHost.Signals.Await().ThrowIfCancellationRequested();
            sheet.Finish();
            events.WriteImage("agent/episode", run.AgentSteps, png.ToArray());

            void Take(EpisodeStep step)
            {
                sheet.Add(step);
                if (++steps == MostAgentSteps) stop.Cancel();
            }
        }
        catch (Exception problem) when (problem is InputException or EnvironmentFaultException)
        {
            consoleHost.Error.WriteLine($"Note: there are no frames of an episode. {problem.Message}");
        }
    }
}
