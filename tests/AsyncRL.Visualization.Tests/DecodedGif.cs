using System.Buffers.Binary;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Tests;

/// <summary>A reader of animated pictures, written from the format's description only for these tests.</summary>
internal sealed class DecodedGif
{
    private readonly byte[] _file;
    private int _position;

    private DecodedGif(byte[] file)
    {
        _file = file;
        Assert.Equal("GIF89a"u8.ToArray(), file[..6]);
        (Width, Height) = (Number(6), Number(8));
        Assert.Equal(0, file[10] & 0x80);
        _position = 13;
        var canvas = new Picture(Width, Height);
        while (_file[_position] != 0x3B)
        {
            if (_file[_position] == 0x21) ReadExtension();
            else canvas = ReadImage(canvas);
        }

        Assert.Equal(file.Length - 1, _position);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The visible picture after each frame.</summary>
    internal List<Picture> Frames { get; } = [];

    /// <summary>The durations in hundredths of a second.</summary>
    internal List<int> Delays { get; } = [];

    /// <summary>The number of pixels in each frame, including transparent ones.</summary>
    internal List<int> Sizes { get; } = [];

    internal bool IsShownForEver { get; private set; }

    private int Transparent { get; set; } = -1;

    internal static DecodedGif Read(byte[] file) => new(file);

    private int Number(int position) => BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(position));

    private void ReadExtension()
    {
        int label = _file[_position + 1];
        _position += 2;
        byte[] first = _file[(_position + 1)..(_position + 1 + _file[_position])];
        byte[] content = ReadBlocks();
        if (label == 0xFF)
        {
            Assert.Equal("NETSCAPE2.0"u8.ToArray(), first);
            IsShownForEver = content[11..] is [1, 0, 0];
            return;
        }

        Assert.Equal(0xF9, label);
        Assert.Equal(1, content[0] >> 2);
        Delays.Add(BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(1)));
        Transparent = (content[0] & 1) != 0 ? content[3] : -1;
    }

    private Picture ReadImage(Picture before)
    {
        Assert.Equal(0x2C, _file[_position]);
        (int left, int top) = (Number(_position + 1), Number(_position + 3));
        (int width, int height) = (Number(_position + 5), Number(_position + 7));
        int flags = _file[_position + 9], colors = _position + 10;
        Assert.Equal(0x80, flags & 0xC0);
        _position = colors + (3 * (2 << (flags & 7)));
        int indexBits = _file[_position++];
        List<byte> indices = Decompress(ReadBlocks(), indexBits);
        Assert.Equal(width * height, indices.Count);
        Sizes.Add(indices.Count);
        var after = new Picture(Width, Height);
        after.Paint(before, 0, 0);
        for (int i = 0; i < indices.Count; i++)
        {
            if (indices[i] == Transparent) continue;
            ReadOnlySpan<byte> color = _file.AsSpan(colors + (3 * indices[i]), 3);
            after[left + (i % width), top + (i / width)] = new Rgb(color[0], color[1], color[2]);
        }

        Frames.Add(after);
        return after;
    }

    private byte[] ReadBlocks()
    {
        var content = new List<byte>();
        while (_file[_position] > 0)
        {
            content.AddRange(_file[(_position + 1)..(_position + 1 + _file[_position])]);
            _position += 1 + _file[_position];
        }

        _position++;
        return [.. content];
    }

    private static List<byte> Decompress(byte[] compressed, int indexBits)
    {
        int clear = 1 << indexBits, bits = indexBits + 1, position = 0;
        var runs = new List<byte[]>();
        var indices = new List<byte>();
        byte[]? last = null;
        while (true)
        {
            int code = 0;
            for (int i = 0; i < bits; i++, position++) code |= ((compressed[position / 8] >> (position % 8)) & 1) << i;
            if (code == clear + 1) break;
            if (code == clear)
            {
                (runs, last, bits) = ([], null, indexBits + 1);
                for (int i = 0; i < clear + 2; i++) runs.Add([(byte)i]);
                continue;
            }

            byte[] run = code < runs.Count ? runs[code] : [.. last!, last![0]];
            indices.AddRange(run);
            if (last is not null && runs.Count < 4096) runs.Add([.. last, run[0]]);
            if (runs.Count == 1 << bits && bits < 12) bits++;
            last = run;
        }

        Assert.InRange((compressed.Length * 8) - position, 0, 7);
        return indices;
    }
}
