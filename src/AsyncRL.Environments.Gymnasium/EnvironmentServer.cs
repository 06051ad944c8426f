using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Gymnasium.Protocol;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>
/// Plays an environment of this program for another program, by the messages of docs/environments/protocol.md. It is the other side of
/// <see cref="GymnasiumEnvironment"/>.
/// </summary>
public sealed class EnvironmentServer : IDisposable
{
    private readonly EnvironmentDescription _description;
    private readonly object _options;
    private readonly MessageChannel _channel;
    private readonly Observation _observation;
    private IEnvironment _environment;

    private EnvironmentServer(EnvironmentDescription description, object options, Stream input, Stream output)
    {
        (_description, _options, _channel) = (description, options, new MessageChannel(input, output));

        // Until a seed comes, the episodes are others in every process, as Gymnasium has it.
        Span<byte> seed = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(seed);
        _environment = description.Create(options, new RandomGenerator(BinaryPrimitives.ReadUInt64LittleEndian(seed)));
        _observation = new Observation(_environment.Observation);
    }

    /// <summary>Plays until the other program sends the end, or ends its output.</summary>
    /// <param name="description">The environment.</param>
    /// <param name="options">Its options.</param>
    /// <param name="input">The messages of the other program.</param>
    /// <param name="output">Takes the answers.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static void Serve(EnvironmentDescription description, object options, Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        using var server = new EnvironmentServer(description, options, input, output);
        var greeting = new byte[MessageChannel.GreetingSize];
        MessageChannel.Sign.CopyTo(greeting);
        BinaryPrimitives.WriteInt32LittleEndian(greeting.AsSpan(MessageChannel.Sign.Length), MessageChannel.Version);
        try
        {
            output.Write(greeting);
            output.Flush();
            while (server.Answer())
            {
                // Each call answers a message.
            }
        }
        catch (IOException)
        {
            // The other program has ended.
        }
    }

    /// <summary>Ends the environment.</summary>
    public void Dispose() => _environment.Dispose();

    /// <summary>Answers a message; false after the last one.</summary>
    private bool Answer()
    {
        ReadOnlySpan<byte> content = _channel.Receive(out MessageKind kind);
        if (kind == MessageKind.Close) return false;
        try
        {
            if (kind == MessageKind.Make) Send(MessageKind.Spaces, SpacesJson.Write(_environment));
            else if (kind == MessageKind.Reset) Reset(content);
            else if (kind == MessageKind.Step) Step(content);
            else if (kind == MessageKind.Render) Draw();
            else throw new InvalidOperationException($"There is no message of the kind {(int)kind}; expected 1 to 5.");
        }
        catch (Exception problem) when (problem is not IOException)
        {
            Send(MessageKind.Failed, Encoding.UTF8.GetBytes($"raised {problem.GetType().Name}: {problem.Message}"));
        }

        return true;
    }

    /// <summary>Begins an episode. A seed makes the environment anew, because an environment has one generator for its life.</summary>
    private void Reset(ReadOnlySpan<byte> content)
    {
        if (content.Length != MessageChannel.ResetSize) throw WrongLength(content.Length, MessageChannel.ResetSize);
        if (content[0] != 0)
        {
            _environment.Dispose();
            _environment = _description.Create(_options, new RandomGenerator(BinaryPrimitives.ReadUInt64LittleEndian(content[8..])));
        }

        _environment.Reset(_observation);
        Send(MessageKind.Observation, []);
    }

    private void Step(ReadOnlySpan<byte> content)
    {
        ActionSpecification actions = _environment.Actions;
        int size = sizeof(int) * (actions.Kind == ActionKind.Discrete ? 1 : actions.Count);
        if (content.Length != size) throw WrongLength(content.Length, size);
        StepOutcome outcome = _environment.Step(
            actions.Kind switch
            {
                ActionKind.Discrete => AgentAction.FromChoice(BinaryPrimitives.ReadInt32LittleEndian(content)),
                ActionKind.MultiDiscrete => AgentAction.FromChoices(MemoryMarshal.Cast<byte, int>(content)),
                _ => AgentAction.FromValues(MemoryMarshal.Cast<byte, float>(content)),
            },
            _observation);
        Span<byte> head = stackalloc byte[MessageChannel.OutcomeSize];
        head.Clear();
        BinaryPrimitives.WriteDoubleLittleEndian(head, outcome.RawReward);
        (head[sizeof(double)], head[sizeof(double) + 1]) = (outcome.Terminated ? (byte)1 : (byte)0, outcome.Truncated ? (byte)1 : (byte)0);
        Send(MessageKind.Outcome, head);
    }

    /// <summary>Draws the screen for people, or the observation if it is an image of three colors.</summary>
    private void Draw()
    {
        Observation picture = _observation;
        if (_environment.Display is { } display) display.DrawImage(picture = new Observation(display.Image));
        if (picture.Specification is not { Kind: ObservationKind.Pixels, Channels: 3 })
            throw new InvalidOperationException($"The environment {_description.Name} draws no picture for people.");
        Span<byte> content = _channel.Begin(MessageKind.Image, (2 * sizeof(int)) + picture.Pixels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(content, picture.Specification.Height);
        BinaryPrimitives.WriteInt32LittleEndian(content[sizeof(int)..], picture.Specification.Width);
        picture.Pixels.CopyTo(content[(2 * sizeof(int))..]);
        _channel.Send();
    }

    /// <summary>Sends some bytes, followed by the observation where the kind of the message has one.</summary>
    private void Send(MessageKind kind, ReadOnlySpan<byte> head)
    {
        bool shows = kind is MessageKind.Observation or MessageKind.Outcome;
        ReadOnlySpan<byte> shown = _observation.Specification.Kind == ObservationKind.Pixels
            ? _observation.Pixels : MemoryMarshal.AsBytes(_observation.Values);
        Span<byte> content = _channel.Begin(kind, head.Length + (shows ? shown.Length : 0));
        head.CopyTo(content);
        if (shows) shown.CopyTo(content[head.Length..]);
        _channel.Send();
    }

    private static ArgumentException WrongLength(int length, int expected) =>
        new($"The message has {length} bytes; expected {expected}.");
}
