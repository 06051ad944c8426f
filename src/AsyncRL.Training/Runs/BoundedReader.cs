using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Reads saved bytes and checks every length in them: a length is compared with the number of remaining bytes before anything is allocated.
/// A mismatch is reported in one sentence that names the part.
/// </summary>
internal sealed class BoundedReader(byte[] bytes, int start, int length)
    : BinaryReader(new MemoryStream(bytes, start, length), Encoding.UTF8)
{
    /// <summary>Whether everything was read.</summary>
    internal bool IsAtEnd => Remaining == 0;

    private int Remaining => (int)(BaseStream.Length - BaseStream.Position);

    /// <summary>Reads a part of a checkpoint.</summary>
    /// <param name="what">The name of the part for messages.</param>
    /// <param name="state">Its bytes.</param>
    /// <param name="restore">Reads all of them.</param>
    /// <exception cref="InputException">
    /// The bytes do not fit. Every exception of <paramref name="restore"/> means damage, because an undamaged state can be read.
    /// </exception>
    internal static void Restore(string what, byte[] state, Action<BinaryReader> restore)
    {
        using var reader = new BoundedReader(state, 0, state.Length);
        string misfit = $"The checkpoint's {state.Length} bytes of {what} do not fit the run's environment and optimizer.";
        try
        {
            restore(reader);
        }
        catch (InvalidDataException damage)
        {
            throw new InputException($"The checkpoint's {what} cannot be restored: {damage.Message}.", damage);
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

    /// <summary>Reads the number of floats, and then the floats.</summary>
    internal float[] ReadFloats()
    {
        var values = new float[ReadCount(sizeof(float))];
        BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Reads the number of bytes, and then the bytes.</summary>
    internal byte[] ReadBlock() => ReadBytes(ReadCount(1));

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
