using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Gymnasium.Protocol;
using AsyncRL.Environments.Processes;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>
/// An environment of Gymnasium, in a process of its own. A reset and an agent step are one message and one answer each, and allocate
/// nothing. Its state cannot be saved.
/// </summary>
internal sealed class GymnasiumEnvironment : IEnvironment, IDisplay
{
    private const int UsualFrameRate = 30;

    private readonly EnvironmentProcess _process;
    private readonly Spaces _spaces;
    private readonly RandomGenerator _generator;
    private readonly int _observationSize;
    private ObservationSpecification? _picture;
    private bool _isAskedForPicture;
    private bool _isSeeded;
    private int _agentSteps = -1;

    private GymnasiumEnvironment(EnvironmentProcess process, Spaces spaces, RandomGenerator generator)
    {
        (_process, _spaces, _generator) = (process, spaces, generator);
        ObservationSpecification shape = spaces.Observation;
        _observationSize = shape.Kind == ObservationKind.Pixels ? shape.Size : sizeof(float) * shape.Size;
        process.Moment = Moment;
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation => _spaces.Observation;

    /// <inheritdoc/>
    public ActionSpecification Actions => _spaces.Actions;

    /// <inheritdoc/>
    public int FramesPerAgentStep => _spaces.FramesPerStep;

    /// <inheritdoc/>
    public int? LongestEpisode => _spaces.LongestEpisode;

    /// <inheritdoc/>
    public bool IsOver { get; private set; } = true;

    /// <summary>The picture that the environment draws for people; null if it draws none.</summary>
    public IDisplay? Display => FindPicture() is null ? null : this;

    /// <inheritdoc/>
    public ObservationSpecification Image => FindPicture() ?? Observation;

    /// <inheritdoc/>
    public int FrameRate => _spaces.FramesPerSecond ?? UsualFrameRate;

    /// <summary>Starts the process of an environment, and makes the environment in it.</summary>
    /// <param name="name">Its name here, for messages.</param>
    /// <param name="id">Its name in Gymnasium.</param>
    /// <param name="options">The options.</param>
    /// <param name="lifeLossTerminal">Whether a lost life ends an episode.</param>
    /// <param name="generator">Draws the seed of the environment, which owns it from now on.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="Core.Options.InputException">There is no such Python, module or environment, or it has other spaces.</exception>
    internal static GymnasiumEnvironment Start(
        string name, string id, GymnasiumOptions options, bool lifeLossTerminal, RandomGenerator generator)
    {
        var limit = TimeSpan.FromSeconds(options.AnswerSeconds);
        var process = EnvironmentProcess.Start(name, options.Python, WatchedProcess.LimitToBegin(limit));
        try
        {
            byte[] request = Encoding.UTF8.GetBytes(Request(id, options, lifeLossTerminal).ToJsonString());
            request.CopyTo(process.Channel.Begin(MessageKind.Make, request.Length));
            Spaces spaces = SpacesJson.Read(process.Ask(MessageKind.Spaces));
            process.AnswerWithin(limit);
            return new GymnasiumEnvironment(process, spaces, generator);
        }
        catch (InvalidDataException wrong)
        {
            process.Dispose();
            throw process.Fault($"sent {wrong.Message}", "those of docs/environments/protocol.md");
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The environment or its process failed.</exception>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        (IsOver, _agentSteps) = (true, 0);
        Span<byte> content = _process.Channel.Begin(MessageKind.Reset, MessageChannel.ResetSize);
        content.Clear();
        if (!_isSeeded)
        {
            // 31 bits, because some environments take no larger seed. Later episodes continue the environment's own random numbers.
            content[0] = 1;
            BinaryPrimitives.WriteUInt64LittleEndian(content[8..], _generator.NextUInt64() >> 33);
            _isSeeded = true;
        }

        Show(_process.Ask(MessageKind.Observation), 0, observation);
        IsOver = false;
    }

    /// <inheritdoc/>
    /// <exception cref="EnvironmentFaultException">The environment or its process failed.</exception>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Actions.Check(action);
        EnvironmentState.RefuseStepIf(IsOver);
        (IsOver, _agentSteps) = (true, _agentSteps + 1);
        Write(action);
        ReadOnlySpan<byte> answer = _process.Ask(MessageKind.Outcome);
        Show(answer, MessageChannel.OutcomeSize, observation);
        float reward = (float)BinaryPrimitives.ReadDoubleLittleEndian(answer);
        bool terminated = answer[sizeof(double)] != 0, truncated = !terminated && answer[sizeof(double) + 1] != 0;
        IsOver = terminated || truncated;
        return new StepOutcome(reward, terminated, truncated);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _process.Channel.Begin(MessageKind.Render, 0);
        ReadOnlySpan<byte> answer = _process.Ask(MessageKind.Image);
        if (ShapeOf(answer) != Image) throw _process.Fault($"drew a picture of {ShapeOf(answer)}", $"{Image}");
        answer[(2 * sizeof(int))..].CopyTo(image.Pixels);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose() => _process.Dispose();

    private static JsonObject Request(string id, GymnasiumOptions options, bool lifeLossTerminal)
    {
        var make = new JsonObject();
        foreach ((string key, string text) in options.Make) make.Add(key, text);
        return new JsonObject
        {
            ["id"] = id,
            ["make"] = make,
            ["actionRepeat"] = options.ActionRepeat,
            ["gray"] = options.Gray,
            ["noOpStarts"] = options.NoOpStarts,
            ["lifeLossTerminal"] = lifeLossTerminal,
        };
    }

    /// <summary>Writes an action. Numbers of a vector beyond their bounds are sent as the bounds.</summary>
    private void Write(AgentAction action)
    {
        Span<byte> content = _process.Channel.Begin(MessageKind.Step, sizeof(int) * Math.Max(1, SizeOf(action)));
        switch (Actions.Kind)
        {
            case ActionKind.Discrete:
                BinaryPrimitives.WriteInt32LittleEndian(content, action.Choice);
                break;
            case ActionKind.MultiDiscrete:
                for (int i = 0; i < action.Choices.Length; i++)
                    BinaryPrimitives.WriteInt32LittleEndian(content[(sizeof(int) * i)..], action.Choices[i]);
                break;
            default:
                ReadOnlySpan<float> low = Actions.Low, high = Actions.High;
                for (int i = 0; i < action.Values.Length; i++)
                {
                    float value = Math.Clamp(action.Values[i], low[i], high[i]);
                    BinaryPrimitives.WriteSingleLittleEndian(content[(sizeof(float) * i)..], value);
                }

                break;
        }
    }

    private static int SizeOf(AgentAction action) => Math.Max(action.Values.Length, action.Choices.Length);

    private void Show(ReadOnlySpan<byte> answer, int begin, Observation observation)
    {
        if (answer.Length != begin + _observationSize)
            throw _process.Fault($"sent an observation of {answer.Length - begin} bytes", $"{_observationSize} bytes for {Observation}");
        ReadOnlySpan<byte> shown = answer[begin..];
        if (Observation.Kind == ObservationKind.Pixels) shown.CopyTo(observation.Pixels);
        else MemoryMarshal.Cast<byte, float>(shown).CopyTo(observation.Values);
    }

    /// <summary>
    /// Asks the process for a picture, once, because only a picture shows its size. An environment that cannot draw one has no display.
    /// </summary>
    private ObservationSpecification? FindPicture()
    {
        if (_isAskedForPicture) return _picture;
        _isAskedForPicture = true;
        _process.Channel.Begin(MessageKind.Render, 0);
        if (_process.TryAsk(MessageKind.Image, out ReadOnlySpan<byte> answer)) _picture = ShapeOf(answer);
        return _picture;
    }

    private static ObservationSpecification ShapeOf(ReadOnlySpan<byte> picture) => ObservationSpecification.Pixels(
        BinaryPrimitives.ReadInt32LittleEndian(picture), BinaryPrimitives.ReadInt32LittleEndian(picture[sizeof(int)..]), channels: 3);

    private string Moment() => EpisodeMoment.Of(_agentSteps);
}
