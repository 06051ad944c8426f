using System.Security.Cryptography;

namespace AsyncRL.Training.Runs;

/// <summary>Counts and hashes the bytes that are written through it.</summary>
/// <param name="destination">Receives the bytes; not closed.</param>
/// <param name="hash">Receives the bytes as well; null to count only.</param>
internal sealed class CountingStream(Stream destination, IncrementalHash? hash = null) : Stream
{
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
        // The caller flushes the destination.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash?.AppendData(buffer);
        destination.Write(buffer);
        _length += buffer.Length;
    }
}

/// <summary>Reads a part of a file, and nothing beyond the end of the part.</summary>
/// <param name="file">The file; not closed.</param>
/// <param name="start">The position at which the part begins.</param>
/// <param name="length">Its length.</param>
internal sealed class PartialStream(Stream file, long start, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        file.Position = start + Position;
        int read = file.Read(buffer[..(int)Math.Clamp(length - Position, 0, buffer.Length)]);
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => length,
        _ => 0,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
