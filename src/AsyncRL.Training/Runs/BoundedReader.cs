using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Reads saved bytes and checks every length in them: a length is compared with the number of remaining bytes before anything is allocated.
/// A mismatch is reported in one sentence that names the part.
/// </summary>
internal sealed class BoundedReader(Stream bytes) : BinaryReader(new BufferedStream(bytes), Encoding.UTF8)
{
    /// <summary>Bytes read so far.</summary>
    internal long Position => BaseStream.Position;

    /// <summary>Whether everything was read.</summary>
    internal bool IsAtEnd => Remaining == 0;

    private long Remaining => BaseStream.Length - BaseStream.Position;

    /// <summary>Reads a part of a checkpoint.</summary>
    /// <param name="section">Reads all of its bytes. Messages have its name.</param>
    /// <param name="state">The bytes.</param>
    /// <exception cref="InputException">
    /// The bytes do not fit. Every exception of the section means damage, because an undamaged state can be read.
    /// </exception>
    internal static void Restore(Section section, Stream state)
    {
        using var reader = new BoundedReader(state);
        string misfit = $"The checkpoint's {state.Length} bytes of {section.Name} do not fit the run's environment and optimizer.";
        try
        {
            section.Restore(reader);
        }
        catch (InvalidDataException damage)
        {
            throw new InputException($"The checkpoint's {section.Name} cannot be restored: {damage.Message}.", damage);
        }
        catch (Exception problem) when (problem is not InputException)
        {
            throw new InputException(misfit, problem);
        }

        if (reader.Remaining > 0) throw new InputException(misfit);
    }

    /// <summary>Reads the number of items that follow, each of which has at least <paramref name="bytesEach"/> bytes.</summary>
    internal int ReadCount(int bytesEach)
    {
        int count = ReadInt32();
        return count >= 0 && count <= Remaining / bytesEach ? count : throw Misfit($"a count of {count}");
    }

    /// <summary>Passes over bytes.</summary>
    internal void Skip(long count)
    {
        if (count < 0 || count > Remaining) throw Misfit($"a length of {count}");
        BaseStream.Position += count;
    }

    /// <summary>Reads a text of one line.</summary>
    internal string ReadLine()
    {
        string text = ReadString();
        foreach (char letter in text)
        {
            if (char.IsControl(letter)) throw Misfit("a text with control characters");
        }

        return text;
    }

    /// <summary>Reads values, each after its name.</summary>
    internal Dictionary<string, T> ReadTable<T>(Func<BoundedReader, T> readValue)
    {
        int count = ReadCount(2);
        var table = new Dictionary<string, T>(count);
        for (int i = 0; i < count; i++)
        {
            string name = ReadLine();
            if (!table.TryAdd(name, readValue(this))) throw new InvalidDataException($"it names {name} twice");
        }

        return table;
    }

    /// <inheritdoc/>
    public override byte[] ReadBytes(int count) =>
        count >= 0 && count <= Remaining ? base.ReadBytes(count) : throw Misfit($"{count} bytes");

    /// <summary>Refuses bytes that were not read.</summary>
    internal void ExpectEnd()
    {
        if (Remaining > 0) throw new InvalidDataException($"{Remaining} bytes follow its end");
    }

    private InvalidDataException Misfit(string what) => new($"it contains {what} where {Remaining} bytes are left");
}
