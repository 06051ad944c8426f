using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

/// <summary>A reader of the kind of PNG that this project writes.</summary>
internal static class DecodedPng
{
    internal static Picture Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string Type, byte[] Content)>();
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position));
            byte[] type = file[(position + 4)..(position + 8)], content = file[(position + 8)..(position + 8 + length)];
            Assert.Equal(Png.Remainder(type, content), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(type), content));
            position += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.ConvertAll(c => c.Type));
        byte[] header = chunks[0].Content;
        Assert.Equal([8, 2, 0, 0, 0], header[8..]);
        int width = BinaryPrimitives.ReadInt32BigEndian(header), height = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        return ReadPixels(chunks[1].Content, width, height);
    }

    private static Picture ReadPixels(byte[] compressed, int width, int height)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var picture = new Picture(width, height);
        var row = new byte[1 + (width * 3)];
        for (int y = 0; y < height; y++)
        {
            zlib.ReadExactly(row);
            Assert.Equal(0, row[0]);
            for (int x = 0; x < width; x++) picture[x, y] = new Rgb(row[1 + (3 * x)], row[2 + (3 * x)], row[3 + (3 * x)]);
        }

        Assert.Equal(-1, zlib.ReadByte());
        return picture;
    }
}
