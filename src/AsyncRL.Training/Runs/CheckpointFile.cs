using System.Security.Cryptography;
using System.Text;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A checkpoint as a file: 8 bytes "ASYNCRL" and a version, the length of the content, the content, and its SHA-256. A file appears under
/// its name only when it is complete and on the disk, so a kill at any instant leaves the last one whole.
/// </summary>
internal static class CheckpointFile
{
    private static readonly byte[] Magic = [.. "ASYNCRL"u8, 4];

    private static int HeaderLength => Magic.Length + sizeof(long);

    /// <summary>Writes a checkpoint.</summary>
    internal static void Write(string path, Checkpoint checkpoint)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) checkpoint.Write(writer);
        DurableFile.Replace(path, file => Write(file, content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InputException">It is truncated, altered, of another version, or no checkpoint of ours.</exception>
    internal static Checkpoint Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        int length = CheckedLength(path, bytes);
        using var reader = new BoundedReader(bytes, HeaderLength, length);
        try
        {
            return Checkpoint.Read(reader);
        }
        catch (InvalidDataException damage)
        {
            throw new InputException($"The checkpoint {path} is damaged: {damage.Message}.", damage);
        }
        catch (Exception problem) when (problem is EndOfStreamException or IOException or FormatException)
        {
            throw new InputException($"The checkpoint {path} is damaged: it ends within a number or a text.", problem);
        }
    }

    private static void Write(FileStream file, ReadOnlySpan<byte> content)
    {
        file.Write(Magic);
        file.Write(BitConverter.GetBytes((long)content.Length));
        file.Write(content);
        file.Write(SHA256.HashData(content));
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is not FileNotFoundException and (IOException or UnauthorizedAccessException))
        {
            throw new InputException($"The checkpoint {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The length of the content, after all that surrounds it was found right.</summary>
    private static int CheckedLength(string path, byte[] bytes)
    {
        int version = Magic.Length - 1;
        if (bytes.Length < HeaderLength || !bytes.AsSpan(0, version).SequenceEqual(Magic.AsSpan(0, version)))
            throw new InputException($"The file {path} is no checkpoint of AsyncRL; expected one that train wrote.");
        if (bytes[version] != Magic[version])
        {
            string writer = bytes[version] < Magic[version] ? "an older" : "a newer";
            throw new InputException(
                $"The checkpoint {path} has format {bytes[version]}, that of {writer} version of asyncrl; expected {Magic[version]}.");
        }

        long length = BitConverter.ToInt64(bytes, Magic.Length);
        long around = HeaderLength + SHA256.HashSizeInBytes;
        if (length != bytes.Length - around)
        {
            string expected = length >= 0 && length <= long.MaxValue - around ? $"{length + around}" : "another number";
            throw new InputException($"The checkpoint {path} has {bytes.Length} bytes; expected {expected}: it is truncated or altered.");
        }

        ReadOnlySpan<byte> content = bytes.AsSpan(HeaderLength, (int)length);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(HeaderLength + (int)length)))
            throw new InputException($"The checkpoint {path} does not match its checksum: it is damaged.");
        return (int)length;
    }
}
