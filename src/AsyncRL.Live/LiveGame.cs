using System.IO.Compression;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Live;

/// <summary>One game of the player: a fresh episode, of which each agent step becomes messages. Owned by the player's thread.</summary>
internal sealed class LiveGame : IDisposable
{
    /// <summary>The name of the picture in a moment.</summary>
    internal const string FrameName = "frame";

    private readonly int _number;
    private readonly TrainingConfiguration _configuration;
    private readonly LiveAgent _live;
    private readonly Agent _agent;
    private readonly LiveSaliency _saliency;
    private readonly RandomGenerator _generator;
    private readonly Actor _actor;
    private readonly Observation? _screen;
    private Picture? _picture;
    private double _returnBefore;
    private int[] _choices = [];
    private float[] _vector = [];

    /// <summary>Begins a game.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="configuration">The run.</param>
    /// <param name="live">The parameters.</param>
    /// <param name="agent">The agent, used by one game at a time.</param>
    /// <param name="saliency">Computes saliency.</param>
    internal LiveGame(int number, TrainingConfiguration configuration, LiveAgent live, Agent agent, LiveSaliency saliency)
    {
        (_number, _configuration, _live, _agent, _saliency) = (number, configuration, live, agent, saliency);
        Normalization normalization = live.ReadForGame();
        _generator = new RandomGenerator(configuration.Seed).Split(RandomStreams.Playback).Split((ulong)number);
        _actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, _generator, normalization.WrapToPlay);
        try
        {
            _screen = _actor.Display is { } display ? new Observation(display.Image) : null;
            _actor.BeginEpisodeIfOver();
        }
        catch
        {
            _actor.Dispose();
            throw;
        }
    }

    /// <summary>The agent steps per second of people who play; null if the environment has no screen.</summary>
    internal double? Rate => (double?)_actor.Display?.FrameRate / _actor.FramesPerAgentStep;

    /// <summary>Whether saliency was not computed since the last <see cref="Choose"/>.</summary>
    internal bool LacksSaliency { get; private set; }

    /// <summary>Lets the agent look at the observation and choose an action.</summary>
    /// <param name="wantsSaliency">Whether <see cref="Saliency"/> follows.</param>
    /// <returns>The moment.</returns>
    internal LiveEvent Choose(bool wantsSaliency)
    {
        _live.Renew();
        _saliency.Observe(_live.Theta, _actor, wantsSaliency);
        _agent.Forward(_live.Theta, _actor);
        AgentAction action = _agent.SelectAction(greedy: false, _generator);
        _choices = action.Choice >= 0 ? [action.Choice] : action.Choices.ToArray();
        _vector = action.Values.ToArray();
        LacksSaliency = true;
        LiveEvent moment = Moment();
        _returnBefore = _actor.EpisodeReturn;
        return moment;
    }

    /// <summary>Computes what the value and the chosen action depend on.</summary>
    internal LiveEvent Saliency()
    {
        LacksSaliency = false;
        JsonObject content = _saliency.Compute(_live.Theta, _actor, _choices);
        (content["game"], content["step"]) = (_number, _actor.EpisodeLength);
        return LiveEvent.Of(LiveEvent.Saliency, content, mayBeDropped: true);
    }

    /// <summary>Does the chosen action.</summary>
    /// <returns>The end of the game; null if the game goes on.</returns>
    internal LiveEvent? Step()
    {
        AgentAction action = _configuration.Actions.Kind switch
        {
            ActionKind.Discrete => AgentAction.FromChoice(_choices[0]),
            ActionKind.MultiDiscrete => AgentAction.FromChoices(_choices),
            _ => AgentAction.FromValues(_vector),
        };
        bool isEnd = _actor.Step(action).IsEnd || _actor.EpisodeLength >= _configuration.Run.EvaluationAgentSteps;
        return isEnd ? LiveEvent.Of("end", Describe(), mayBeDropped: true) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _actor.Dispose();

    private JsonObject Describe() => new()
    {
        ["game"] = _number,
        ["step"] = _actor.EpisodeLength,
        ["return"] = _actor.EpisodeReturn,
        ["reward"] = _actor.EpisodeReturn - _returnBefore,
    };

    private LiveEvent Moment()
    {
        JsonObject content = Describe();
        content["trained"] = _live.AgentSteps;
        content["running"] = _live.IsRunning;
        content["value"] = float.IsFinite(_agent.Value) ? _agent.Value : null;
        content["probabilities"] = JsonNumbers.Of(_agent.Probabilities);
        content["chosen"] = ChosenIndices();
        content["vector"] = JsonNumbers.Of(_vector);
        content[FrameName] = DrawFrame();
        return LiveEvent.Of("moment", content, mayBeDropped: true);
    }

    /// <summary>The choices as indices into the probabilities of all dimensions, one after the other.</summary>
    private JsonArray ChosenIndices()
    {
        var indices = new JsonArray();
        ReadOnlySpan<int> counts = _configuration.Actions.Choices;
        for (int i = 0, first = 0; i < _choices.Length; first += i < counts.Length ? counts[i] : 0, i++)
            indices.Add((JsonNode)(first + _choices[i]));
        return indices;
    }

    private string DrawFrame()
    {
        if (_screen is null) return PngText.Of(ObservationPicture.Of(_actor.Observation));
        _actor.Display!.DrawImage(_screen);
        _picture ??= new Picture(_screen.Specification.Width, _screen.Specification.Height);
        _picture.Show(_screen);
        return PngText.Of(_picture);
    }
}

/// <summary>
/// Writes pictures as PNG in base 64. The browser enlarges them: to compress a large picture would take more time than the game.
/// </summary>
internal static class PngText
{
    /// <summary>Writes a picture.</summary>
    internal static string Of(Picture picture)
    {
        using var file = new MemoryStream();
        Png.Write(picture, file, CompressionLevel.Fastest);
        return Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length);
    }
}

/// <summary>Numbers as JSON.</summary>
internal static class JsonNumbers
{
    /// <summary>Makes an array. A number that is not finite is null, because JSON has none.</summary>
    internal static JsonArray Of(ReadOnlySpan<float> numbers)
    {
        var array = new JsonArray();
        foreach (float number in numbers) array.Add(float.IsFinite(number) ? (JsonNode)number : null);
        return array;
    }
}
