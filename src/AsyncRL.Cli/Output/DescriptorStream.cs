using System.Runtime.InteropServices;

namespace AsyncRL.Cli.Output;

/// <summary>
/// Standard output or standard error of a Unix process. The library's console is not used, because it does not report that a reader has
/// closed the stream.
/// </summary>
/// <param name="descriptor">1 or 2.</param>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    internal const int BrokenPipe = 32, InputOutputError = 5, BadDescriptor = 9;
    private const int Interrupted = 4, TryAgainOnLinux = 11, TryAgainOnMac = 35;
    private const int GetFlags = 1, CloseOnExec = 1;

    private readonly bool _isOpen = IsInherited(descriptor);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!_isOpen) throw Failure(BadDescriptor);
        while (buffer.Length > 0)
        {
            nint written = WriteTo(descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void WaitOrThrow(int error)
    {
        if (error == Interrupted) return;
        if (error is not (TryAgainOnLinux or TryAgainOnMac)) throw Failure(error);
        Thread.Sleep(1);
    }

    private static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error), error);

    /// <summary>
    /// Whether the process inherited the descriptor. If a shell closed it (<c>&gt;&amp;-</c>), the runtime may have opened a file of its
    /// own with the same number. Files of the runtime have the flag close-on-exec, which inherited descriptors cannot have.
    /// </summary>
    private static bool IsInherited(int descriptor)
    {
        int flags = Control(descriptor, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteTo(int descriptor, in byte buffer, nuint count);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
