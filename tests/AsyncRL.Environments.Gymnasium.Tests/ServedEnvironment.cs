using System.Buffers.Binary;
using System.IO.Pipes;
using System.Text;
using AsyncRL.Environments.Gymnasium.Protocol;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>A built-in environment that a server plays, and the other side of its messages.</summary>
internal sealed class ServedEnvironment : IDisposable
{
    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out), _fromServer = new(PipeDirection.In);
    private readonly MessageChannel _channel;
    private readonly Thread _server;

    internal ServedEnvironment(string name)
    {
        EnvironmentDescription environment = EnvironmentCatalogue.Find(name)!;
        var input = new AnonymousPipeClientStream(PipeDirection.In, _toServer.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        _channel = new MessageChannel(_fromServer, _toServer);
        _server = new Thread(() => EnvironmentServer.Serve(environment, environment.DefaultOptions, input, output));
        _server.Start();
        var greeting = new byte[MessageChannel.GreetingSize];
        _fromServer.ReadExactly(greeting);
        Assert.Equal("ASYNCENV\u0001\0\0\0", Encoding.ASCII.GetString(greeting));
    }

    public void Dispose()
    {
        _toServer.Dispose();
        AssertEnds();
        _fromServer.Dispose();
    }

    internal void AssertEnds() => Assert.True(_server.Join(TimeSpan.FromSeconds(20)));

    internal void Close()
    {
        _channel.Begin(MessageKind.Close, 0);
        _channel.Send();
    }

    internal Spaces Make() => SpacesJson.Read(Ask(MessageKind.Make, "{}"u8, MessageKind.Spaces));

    /// <summary>Everything that an episode shows in which the same action is repeated, of a long one its beginning.</summary>
    internal byte[] Episode(ulong? seed, ReadOnlySpan<byte> action, int agentSteps = int.MaxValue)
    {
        var shown = new List<byte>(Reset(seed));
        byte[] outcome;
        do
        {
            outcome = Ask(MessageKind.Step, action, MessageKind.Outcome);
            shown.AddRange(outcome);
        }
        while (outcome[8] == 0 && outcome[9] == 0 && --agentSteps > 0);
        return [.. shown];
    }

    internal byte[] Reset(ulong? seed)
    {
        var content = new byte[MessageChannel.ResetSize];
        content[0] = seed is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(8), seed ?? 0);
        return Ask(MessageKind.Reset, content, MessageKind.Observation);
    }

    internal byte[] Ask(MessageKind kind, ReadOnlySpan<byte> content, MessageKind expected)
    {
        content.CopyTo(_channel.Begin(kind, content.Length));
        _channel.Send();
        byte[] answer = _channel.Receive(out MessageKind answered).ToArray();
        Assert.Equal(expected, answered);
        return answer;
    }
}
