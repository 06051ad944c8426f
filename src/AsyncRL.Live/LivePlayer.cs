using System.Diagnostics;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Live;

/// <summary>
/// Plays fresh games with a run's newest checkpoint, at the game's pace, on a thread of its own, while a page listens and the game is not
/// paused. Each game takes the checkpoint that is the newest at its beginning.
/// </summary>
internal sealed class LivePlayer : IDisposable
{
    private const int LargestSide = 480;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    private readonly string _directory;
    private readonly TrainingConfiguration _configuration;
    private readonly Subscribers _subscribers;
    private readonly double _pace;
    private readonly Thread _thread;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isPaused;
    private int _singleSteps;
    private string _problem = "";

    internal LivePlayer(string directory, TrainingConfiguration configuration, Subscribers subscribers, double pace)
    {
        (_directory, _configuration, _subscribers, _pace) = (directory, configuration, subscribers, pace);
        _thread = new Thread(Run) { IsBackground = true, Name = "live player", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Pauses the game, continues it, or does one agent step of a paused game.</summary>
    /// <param name="command">"pause", "play" or "step".</param>
    /// <returns>Whether there is such a command.</returns>
    internal bool TryControl(string command)
    {
        switch (command)
        {
            case "pause": _isPaused = true; break;
            case "play": _isPaused = false; break;
            case "step":
                _isPaused = true;
                Interlocked.Increment(ref _singleSteps);
                break;
            default: return false;
        }

        _subscribers.Send(Status());
        return true;
    }

    /// <summary>Whether the game is paused.</summary>
    internal LiveEvent Status() =>
        LiveEvent.Of("status", new JsonObject { ["paused"] = _isPaused, ["problem"] = Volatile.Read(ref _problem) });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            for (int game = 1; WaitForTurn(); game++) Play(game);
        }
        catch (OperationCanceledException)
        {
            // The page ends.
        }
        catch (Exception problem) when (problem is InputException or EnvironmentFaultException or IOException)
        {
            Volatile.Write(ref _problem, problem.Message);
            _subscribers.Send(Status());
        }
    }

    /// <summary>Waits until a page listens, and until a paused game may do a step.</summary>
    /// <returns>True; the end is an exception.</returns>
    private bool WaitForTurn()
    {
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (_subscribers.Any && !_isPaused) return true;
            if (_subscribers.Any && Volatile.Read(ref _singleSteps) > 0)
            {
                Interlocked.Decrement(ref _singleSteps);
                return true;
            }

            _stop.Token.WaitHandle.WaitOne(Idle);
        }
    }

    private void Play(int game)
    {
        (float[] theta, Normalization normalization, long agentSteps) = ReadNewest();
        var generator = new RandomGenerator(_configuration.Seed).Split(RandomStreams.Playback).Split((ulong)game);
        using var actor = new Actor(_configuration.Environment, _configuration.EnvironmentOptions, generator, normalization.WrapToPlay);
        Agent agent = _configuration.CreateAgent();
        Observation? screen = actor.Display is { } display ? new Observation(display.Image) : null;
        TimeSpan period = TimeSpan.FromSeconds(1 / Math.Min(_pace, (double?)actor.Display?.FrameRate / actor.FramesPerAgentStep ?? _pace));
        actor.BeginEpisodeIfOver();
        double before = 0;
        for (int step = 0; step < _configuration.Run.EvaluationAgentSteps; step++)
        {
            long begun = Stopwatch.GetTimestamp();
            agent.Forward(theta, actor);
            AgentAction action = agent.SelectAction(greedy: false, generator);
            _subscribers.Send(Moment(game, agentSteps, actor, screen, agent, action, before));
            before = actor.EpisodeReturn;
            if (actor.Step(action).IsEnd) break;
            TimeSpan rest = period - Stopwatch.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero) _stop.Token.WaitHandle.WaitOne(rest);
            WaitForTurn();
        }
    }

    private (float[] Theta, Normalization Normalization, long AgentSteps) ReadNewest()
    {
        using RunDirectory run = RunDirectory.Open(_directory);
        using CheckpointFile file = run.SelectCheckpoint(_configuration);
        return (file.ReadTheta(), file.ReadNormalization(_configuration), file.Checkpoint.AgentSteps);
    }

    private static LiveEvent Moment(
        int game, long agentSteps, Actor actor, Observation? screen, Agent agent, AgentAction action, double returnBefore)
    {
        if (screen is not null) actor.Display!.DrawImage(screen);
        Picture picture = ObservationPicture.Of(screen ?? actor.Observation);
        int factor = Math.Max(1, LargestSide / Math.Max(picture.Width, picture.Height));
        using var file = new MemoryStream();
        Png.Write(picture.Enlarge(Math.Min(factor, 8)), file);
        return LiveEvent.Of(
            "moment",
            new JsonObject
            {
                ["game"] = game,
                ["trained"] = agentSteps,
                ["step"] = actor.EpisodeLength,
                ["return"] = actor.EpisodeReturn,
                ["reward"] = actor.EpisodeReturn - returnBefore,
                ["value"] = float.IsFinite(agent.Value) ? agent.Value : null,
                ["probabilities"] = NumbersOf(agent.Probabilities),
                ["action"] = action.Choice,
                ["vector"] = NumbersOf(action.Values),
                ["frame"] = Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length),
            },
            mayBeDropped: true);
    }

    private static JsonArray NumbersOf(ReadOnlySpan<float> numbers)
    {
        var array = new JsonArray();
        foreach (float number in numbers) array.Add((JsonNode)number);
        return array;
    }
}
