using System.IO.Compression;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The newest frames of many observations, or many vectors, by slot. They are in blocks of some megabytes, because all together may be
/// larger than the largest array.
/// </summary>
internal sealed class ObservationBlocks
{
    private const int BytesOfBlock = 16 << 20;
    private const int MostFrames = byte.MaxValue;

    private readonly byte[][] _pixels;
    private readonly float[][] _values;
    private readonly int _slotsOfBlock;
    private readonly int _size;

    /// <summary>Allocates the slots.</summary>
    /// <param name="observation">An observation.</param>
    /// <param name="slots">Number of slots.</param>
    internal ObservationBlocks(ObservationSpecification observation, int slots)
    {
        IsPixels = observation.Kind == ObservationKind.Pixels;
        _size = SizeOf(observation);
        _slotsOfBlock = Math.Max(1, BytesOfBlock / (_size * (IsPixels ? sizeof(byte) : sizeof(float))));
        int blocks = ((slots - 1) / _slotsOfBlock) + 1;
        (_pixels, _values) = (new byte[IsPixels ? blocks : 0][], new float[IsPixels ? 0 : blocks][]);
        for (int block = 0; block < blocks; block++)
        {
            int length = Math.Min(_slotsOfBlock, slots - (block * _slotsOfBlock)) * _size;
            if (IsPixels) _pixels[block] = new byte[length];
            else _values[block] = new float[length];
        }
    }

    /// <summary>Whether the slots have bytes.</summary>
    internal bool IsPixels { get; }

    /// <summary>How many frames an observation is stacked of, and the channels of each; 1 frame if it is no stack.</summary>
    internal static (int Depth, int Channels) FramesOf(ObservationSpecification observation)
    {
        (int depth, int rest) = Math.DivRem(observation.Channels, observation.FrameChannels);
        bool isStack = observation.Kind == ObservationKind.Pixels && rest == 0 && depth <= MostFrames;
        return isStack ? (depth, observation.FrameChannels) : (1, observation.Channels);
    }

    /// <summary>The bytes or floats of a slot: one frame of a stack, or the whole observation.</summary>
    internal static int SizeOf(ObservationSpecification observation) =>
        observation.Height * observation.Width * FramesOf(observation).Channels;

    /// <summary>The bytes of a slot.</summary>
    internal Span<byte> Pixels(int slot) => _pixels[slot / _slotsOfBlock].AsSpan(slot % _slotsOfBlock * _size, _size);

    /// <summary>The floats of a slot.</summary>
    internal Span<float> Values(int slot) => _values[slot / _slotsOfBlock].AsSpan(slot % _slotsOfBlock * _size, _size);

    /// <summary>Writes or reads the first slots, bytes in compressed form.</summary>
    internal void Transfer(StateTransfer state, int slots)
    {
        // One buffer for all blocks: buffers of their own would be garbage of several times the memory's size.
        using var compressed = new MemoryStream();
        for (int first = 0; first < slots; first += _slotsOfBlock)
        {
            (int block, int length) = (first / _slotsOfBlock, Math.Min(_slotsOfBlock, slots - first) * _size);
            if (IsPixels) TransferCompressed(state, _pixels[block].AsSpan(0, length), compressed);
            else state.Floats(_values[block].AsSpan(0, length), "observation");
        }
    }

    private static void TransferCompressed(StateTransfer state, Span<byte> bytes, MemoryStream compressed)
    {
        compressed.SetLength(0);
        if (!state.IsRestoring) Compress(bytes, compressed);
        int length = state.Number((int)compressed.Length, "length of compressed observations", 0, 2 * BytesOfBlock);
        compressed.SetLength(length);
        state.Bytes(compressed.GetBuffer().AsSpan(0, length), "compressed byte");
        if (state.IsRestoring) Decompress(compressed, bytes);
    }

    private static void Compress(ReadOnlySpan<byte> bytes, MemoryStream compressed)
    {
        using var stream = new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        stream.Write(bytes);
    }

    private static void Decompress(MemoryStream compressed, Span<byte> bytes)
    {
        compressed.Position = 0;
        using var stream = new DeflateStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            stream.ReadExactly(bytes);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException($"compressed observations have fewer than {bytes.Length} bytes", end);
        }

        if (stream.ReadByte() >= 0) throw new InvalidDataException($"compressed observations have more than {bytes.Length} bytes");
    }
}
