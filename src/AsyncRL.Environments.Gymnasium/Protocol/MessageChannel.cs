using System.Buffers.Binary;

namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>The kinds of messages, as docs/environments/protocol.md numbers them.</summary>
internal enum MessageKind : byte
{
    /// <summary>Asks for an environment, in JSON.</summary>
    Make = 1,

    /// <summary>Begins an episode, with a seed or without.</summary>
    Reset = 2,

    /// <summary>Performs an agent step.</summary>
    Step = 3,

    /// <summary>Asks for a picture for people.</summary>
    Render = 4,

    /// <summary>Ends the environment. It has no answer.</summary>
    Close = 5,

    /// <summary>Answers <see cref="Make"/>: the spaces, in JSON.</summary>
    Spaces = 17,

    /// <summary>Answers <see cref="Reset"/>: the first observation.</summary>
    Observation = 18,

    /// <summary>Answers <see cref="Step"/>: the reward, the end, and the next observation.</summary>
    Outcome = 19,

    /// <summary>Answers <see cref="Render"/>: height, width, and the bytes of the picture.</summary>
    Image = 20,

    /// <summary>Answers <see cref="Make"/>: a sentence that tells why the environment cannot be made.</summary>
    Refused = 21,

    /// <summary>Answers any message but <see cref="Make"/>: what failed, and the text of the failure.</summary>
    Failed = 22,
}

/// <summary>
/// Sends and receives messages over two streams, as docs/environments/protocol.md describes them. Sending and receiving allocate nothing,
/// unless a message is larger than every message before it.
/// </summary>
/// <param name="input">Gives the messages of the other side.</param>
/// <param name="output">Takes the messages of this side.</param>
internal sealed class MessageChannel(Stream input, Stream output)
{
    /// <summary>The version of the protocol.</summary>
    internal const int Version = 1;

    /// <summary>Bytes of the greeting: the sign and the version.</summary>
    internal const int GreetingSize = 12;

    /// <summary>Bytes in front of every message: the length of its content, its kind, and three zeros.</summary>
    internal const int HeaderSize = 8;

    /// <summary>Bytes of a message's reward and end, in front of the observation.</summary>
    internal const int OutcomeSize = 16;

    /// <summary>Bytes of a reset: whether there is a seed, seven zeros, and the seed.</summary>
    internal const int ResetSize = 16;

    private const int UsualSize = 1 << 16, LargestSize = 1 << 28;

    private byte[] _received = new byte[UsualSize];
    private byte[] _sent = new byte[UsualSize];
    private int _sentLength;

    /// <summary>The sign with which the process of an environment begins.</summary>
    internal static ReadOnlySpan<byte> Sign => "ASYNCENV"u8;

    /// <summary>Begins a message.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="length">Bytes of its content.</param>
    /// <returns>The place of the content, with unknown bytes; <see cref="Send"/> sends it.</returns>
    internal Span<byte> Begin(MessageKind kind, int length)
    {
        _sentLength = HeaderSize + length;
        if (_sent.Length < _sentLength) _sent = new byte[_sentLength];
        BinaryPrimitives.WriteUInt64LittleEndian(_sent, (uint)length | ((ulong)kind << 32));
        return _sent.AsSpan(HeaderSize, length);
    }

    /// <summary>Sends the message that was begun.</summary>
    internal void Send()
    {
        output.Write(_sent, 0, _sentLength);
        output.Flush();
    }

    /// <summary>Waits for a message.</summary>
    /// <param name="kind">Its kind.</param>
    /// <returns>Its content, until the next message is received.</returns>
    /// <exception cref="EndOfStreamException">The other side has ended.</exception>
    /// <exception cref="InvalidDataException">The message is larger than any message may be.</exception>
    internal ReadOnlySpan<byte> Receive(out MessageKind kind)
    {
        int count = Read(0, HeaderSize);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_received);
        kind = (MessageKind)_received[sizeof(uint)];
        if (length > LargestSize) throw new InvalidDataException($"a message of {length} bytes; expected at most {LargestSize}");
        int size = HeaderSize + (int)length;
        if (size > _received.Length) Array.Resize(ref _received, size);
        Read(count, size);
        return _received.AsSpan(HeaderSize, (int)length);
    }

    /// <summary>Reads until a number of bytes are there; a read takes all that has come, so that a usual message needs one.</summary>
    private int Read(int count, int needed)
    {
        while (count < needed)
        {
            int more = input.Read(_received, count, _received.Length - count);
            if (more == 0) throw new EndOfStreamException();
            count += more;
        }

        return count;
    }
}
