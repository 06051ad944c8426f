namespace AsyncRL.Cli.Output;

/// <summary>
/// A stream whose writes never throw. The first failure is reported, and all later writes are dropped. The command then ends as after a
/// signal, wherever it was writing.
/// </summary>
/// <param name="inner">Receives the bytes.</param>
/// <param name="lost">Receives the first failure.</param>
internal sealed class FailureReportingStream(Stream inner, Action<Exception> lost) : Stream
{
    private int _isLost;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => Try(inner, static (stream, _) => stream.Flush(), default);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => Try(inner, static (stream, bytes) => stream.Write(bytes), buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private delegate void Work(Stream stream, ReadOnlySpan<byte> bytes);

    private void Try(Stream stream, Work work, ReadOnlySpan<byte> bytes)
    {
        if (Volatile.Read(ref _isLost) != 0) return;
        try
        {
            work(stream, bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _isLost, 1) == 0) lost(failure);
        }
    }
}
