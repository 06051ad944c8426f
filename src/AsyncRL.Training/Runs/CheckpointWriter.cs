using System.Security.Cryptography;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Writes the file of a checkpoint: 8 bytes "ASYNCRL" and the format, the length of all sections together, the sections, and the SHA-256 of
/// all of these. A section is its name, its length and its bytes. All lengths have 64 bits, and no section is ever in memory as a whole.
/// </summary>
internal static class CheckpointWriter
{
    /// <summary>The first bytes of a checkpoint; the format follows.</summary>
    internal static ReadOnlySpan<byte> Magic => "ASYNCRL"u8;

    /// <summary>The format that is written.</summary>
    internal const byte Format = 5;

    /// <summary>The number of bytes before the sections.</summary>
    internal const int HeaderLength = 16;

    private const int BufferLength = 1 << 16;

    /// <summary>Writes sections.</summary>
    /// <param name="file">Receives the sections.</param>
    /// <param name="sections">The sections, each with its own name. No thread may change their states meanwhile.</param>
    /// <exception cref="InvalidOperationException">Two sections share a name, or a state has changed.</exception>
    internal static void Write(Stream file, IReadOnlyList<Section> sections)
    {
        var names = new HashSet<string>();
        var lengths = new long[sections.Count];
        long all = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            string name = sections[i].Name;
            if (!names.Add(name)) throw new InvalidOperationException($"Two parts of the run have the name \"{name}\"; expected one.");
            lengths[i] = Count(sections[i].Save);
            all += Count(writer => writer.Write(name)) + sizeof(long) + lengths[i];
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var counting = new CountingStream(file, hash);
        using (var writer = new BinaryWriter(new BufferedStream(counting, BufferLength)))
        {
            writer.Write(Magic);
            writer.Write(Format);
            writer.Write(all);
            for (int i = 0; i < lengths.Length; i++) Write(writer, counting, sections[i], lengths[i]);
        }

        file.Write(hash.GetCurrentHash());
    }

    private static void Write(BinaryWriter writer, CountingStream counting, Section section, long length)
    {
        writer.Write(section.Name);
        writer.Write(length);
        writer.Flush();
        long start = counting.Length;
        section.Save(writer);
        writer.Flush();
        long written = counting.Length - start;
        if (written == length) return;
        throw new InvalidOperationException($"The part {section.Name} wrote {length} bytes, then {written}; expected the same state.");
    }

    private static long Count(Action<BinaryWriter> save)
    {
        using var counting = new CountingStream(Stream.Null);
        using var writer = new BinaryWriter(counting);
        save(writer);
        return counting.Length;
    }
}
