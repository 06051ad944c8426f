using System.Buffers.Binary;
using System.IO.Pipes;
using System.Text;
using AsyncRL.Environments.Gymnasium.Protocol;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>A built-in environment, played by another program over the messages.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out), _fromServer = new(PipeDirection.In);
    private readonly MessageChannel _channel;
    private readonly Thread _server;

    public ServerTests()
    {
        EnvironmentDescription catchGame = EnvironmentCatalogue.Find("catch")!;
        var input = new AnonymousPipeClientStream(PipeDirection.In, _toServer.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        _channel = new MessageChannel(_fromServer, _toServer);
        _server = new Thread(() => EnvironmentServer.Serve(catchGame, catchGame.DefaultOptions, input, output));
        _server.Start();
        var greeting = new byte[MessageChannel.GreetingSize];
        _fromServer.ReadExactly(greeting);
        Assert.Equal("ASYNCENV\u0001\0\0\0", Encoding.ASCII.GetString(greeting));
    }

    public void Dispose()
    {
        _toServer.Dispose();
        Assert.True(_server.Join(TimeSpan.FromSeconds(20)));
        _fromServer.Dispose();
    }

    [Fact]
    public void It_tells_its_spaces_and_repeats_an_episode_by_its_seed()
    {
        Spaces spaces = SpacesJson.Read(Ask(MessageKind.Make, "{}"u8, MessageKind.Spaces));
        Assert.Equal(["left", "stay", "right"], spaces.Actions.Names);
        byte[] first = Episode(7);
        Assert.Equal(first, Episode(7));
        Assert.NotEqual(first, Episode(8));
        Assert.NotEqual(first, Episode(null));
    }

    [Theory]
    [InlineData(3, 4, 99, "raised ArgumentOutOfRangeException")]
    [InlineData(3, 3, 0, "raised ArgumentException: The message has 3 bytes; expected 4.")]
    [InlineData(2, 5, 0, "raised ArgumentException: The message has 5 bytes; expected 16.")]
    [InlineData(9, 0, 0, "There is no message of the kind 9; expected 1 to 5.")]
    public void A_wrong_message_is_answered_and_the_next_one_too(int kind, int length, byte first, string expected)
    {
        Reset(1);
        var content = new byte[length];
        if (length > 0) content[0] = first;
        string text = Encoding.UTF8.GetString(Ask((MessageKind)kind, content, MessageKind.Failed));
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Ask(MessageKind.Step, new byte[4], MessageKind.Outcome);
    }

    [Fact]
    public void It_ends_after_the_last_message()
    {
        _channel.Begin(MessageKind.Close, 0);
        _channel.Send();
        Assert.True(_server.Join(TimeSpan.FromSeconds(20)));
    }

    private byte[] Episode(ulong? seed)
    {
        var shown = new List<byte>(Reset(seed));
        byte[] outcome;
        do
        {
            outcome = Ask(MessageKind.Step, [2, 0, 0, 0], MessageKind.Outcome);
            shown.AddRange(outcome);
        }
        while (outcome[8] == 0 && outcome[9] == 0);
        return [.. shown];
    }

    private byte[] Reset(ulong? seed)
    {
        var content = new byte[MessageChannel.ResetSize];
        content[0] = seed is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(8), seed ?? 0);
        return Ask(MessageKind.Reset, content, MessageKind.Observation);
    }

    private byte[] Ask(MessageKind kind, ReadOnlySpan<byte> content, MessageKind expected)
    {
        content.CopyTo(_channel.Begin(kind, content.Length));
        _channel.Send();
        byte[] answer = _channel.Receive(out MessageKind answered).ToArray();
        Assert.Equal(expected, answered);
        return answer;
    }
}
