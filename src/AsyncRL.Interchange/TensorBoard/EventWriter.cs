using System.Buffers.Binary;
using System.Numerics;
using AsyncRL.Interchange.TensorBoard.Format;
using Google.Protobuf;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>
/// Writes the records of an event file of TensorBoard: the length of an event, its checksum, the event, its checksum. A reader that meets a
/// record which is not complete waits for the rest.
/// </summary>
internal sealed class EventWriter : IDisposable
{
    private const int HeaderSize = 12, ChecksumSize = 4;
    private const uint MaskAddend = 0xA282EAD8;
    private const int MaskRotation = 15;
    private const string FileVersion = "brain.Event:2";

    private readonly Stream _destination;
    private byte[] _record = new byte[1 << 10];

    /// <summary>Begins a file.</summary>
    /// <param name="destination">Receives it; disposed of with the writer.</param>
    /// <param name="wallTime">The time of the first event, in seconds since 1970.</param>
    internal EventWriter(Stream destination, double wallTime)
    {
        _destination = destination;
        Write(new Event { WallTime = wallTime, FileVersion = FileVersion });
    }

    /// <summary>Writes one event.</summary>
    internal void Write(Event happened)
    {
        int length = happened.CalculateSize(), size = HeaderSize + length + ChecksumSize;
        if (_record.Length < size) _record = new byte[2 * size];
        BinaryPrimitives.WriteInt64LittleEndian(_record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(sizeof(long)), MaskedChecksum(_record.AsSpan(0, sizeof(long))));
        Span<byte> content = _record.AsSpan(HeaderSize, length);
        happened.WriteTo(content);
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(HeaderSize + length), MaskedChecksum(content));
        _destination.Write(_record, 0, size);
    }

    /// <summary>Hands all records to the system, so that a reader finds them.</summary>
    internal void Flush() => _destination.Flush();

    /// <inheritdoc/>
    public void Dispose() => _destination.Dispose();

    /// <summary>The checksum CRC-32C (Castagnoli), rotated and shifted as the format demands.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> content)
    {
        uint checksum = ~0u;
        foreach (byte number in content) checksum = BitOperations.Crc32C(checksum, number);
        return BitOperations.RotateRight(~checksum, MaskRotation) + MaskAddend;
    }
}
