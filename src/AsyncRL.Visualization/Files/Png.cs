using System.Buffers.Binary;
using System.IO.Compression;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Files;

/// <summary>Writes a picture without loss (PNG, ISO/IEC 15948), with eight bits each of red, green and blue.</summary>
public static class Png
{
    private const uint ReversedPolynomial = 0xEDB88320;

    private static readonly uint[] Remainders = MakeRemainders();

    /// <summary>Writes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="stream">Receives the file, and is not closed.</param>
    /// <param name="level">How much time is spent on a small file.</param>
    public static void Write(Picture picture, Stream stream, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        WriteChunk(stream, "IHDR"u8, Header(picture));
        WriteChunk(stream, "IDAT"u8, Compressed(picture, level));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>The remainder that the format writes after each chunk (CRC-32 of ISO 3309).</summary>
    /// <param name="first">Bytes.</param>
    /// <param name="second">The bytes that follow.</param>
    /// <returns>The remainder.</returns>
    internal static uint Remainder(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        ~Continue(Continue(uint.MaxValue, first), second);

    private static byte[] Header(Picture picture)
    {
        const byte Bits = 8, RedGreenBlue = 2;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        (header[8], header[9]) = (Bits, RedGreenBlue);
        return header;
    }

    /// <summary>The rows, each after a byte for the filter of the row; 0 is no filter.</summary>
    private static byte[] Compressed(Picture picture, CompressionLevel level)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, level, leaveOpen: true))
        {
            int rowLength = picture.Width * Picture.Channels;
            for (int y = 0; y < picture.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(picture.Bytes.Slice(y * rowLength, rowLength));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Remainder(type, content));
        stream.Write(number);
    }

    private static uint Continue(uint remainder, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) remainder = Remainders[(byte)(remainder ^ value)] ^ (remainder >> 8);
        return remainder;
    }

    private static uint[] MakeRemainders()
    {
        var remainders = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint remainder = i;
            for (int bit = 0; bit < 8; bit++) remainder = (remainder & 1) != 0 ? (remainder >> 1) ^ ReversedPolynomial : remainder >> 1;
            remainders[i] = remainder;
        }

        return remainders;
    }
}
