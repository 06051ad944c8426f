using System.Buffers.Binary;
using AsyncRL.Interchange.TensorBoard.Format;

namespace AsyncRL.Interchange.Tests.TensorBoard;

/// <summary>Reads the whole records of an event file, and checks both checksums, which it computes bit by bit.</summary>
internal static class EventReader
{
    internal static List<Event> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var events = new List<Event>();
        int at = 0;
        while (at + 12 <= content.Length)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(at));
            Assert.Equal(Masked(content.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at + 8)));
            ReadOnlySpan<byte> happened = content.AsSpan(at + 12, length);
            Assert.Equal(Masked(happened), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at + 12 + length)));
            events.Add(Event.Parser.ParseFrom(happened));
            at += 16 + length;
        }

        Assert.Equal(content.Length, at);
        return events;
    }

    internal static uint Masked(ReadOnlySpan<byte> content)
    {
        uint checksum = Checksum(content);
        return ((checksum >> 15) | (checksum << 17)) + 0xA282EAD8;
    }

    /// <summary>CRC-32C with the polynomial 1EDC6F41, reflected.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> content)
    {
        uint checksum = 0xFFFFFFFF;
        foreach (byte number in content)
        {
            checksum ^= number;
            for (int bit = 0; bit < 8; bit++) checksum = (checksum >> 1) ^ ((checksum & 1) * 0x82F63B78);
        }

        return ~checksum;
    }
}
