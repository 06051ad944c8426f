using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AsyncRL.Environments.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Checkpoints as files: 8 bytes "ASYNCRL" and a version, the length of the content, the content, and its SHA-256. A file appears under its
/// name only when it is complete and on the disk, so a kill at any instant leaves the last one whole.
/// </summary>
internal static class CheckpointFile
{
    private const string Extension = ".checkpoint";
    private const int Kept = 2;
    private static readonly byte[] Magic = [.. "ASYNCRL"u8, 3];

    /// <summary>Writes a checkpoint and removes all but the newest two.</summary>
    internal static void Write(string directory, Checkpoint checkpoint)
    {
        Directory.CreateDirectory(directory);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true)) checkpoint.Write(writer);
        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);

        string path = Path.Combine(directory, checkpoint.AgentSteps.ToString("D12", CultureInfo.InvariantCulture) + Extension);
        string temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Magic);
            file.Write(BitConverter.GetBytes((long)bytes.Length));
            file.Write(bytes);
            file.Write(SHA256.HashData(bytes));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        string[] files = Files(directory);
        foreach (string old in files.AsSpan(0, Math.Max(0, files.Length - Kept))) File.Delete(old);
    }

    /// <summary>Reads the newest checkpoint.</summary>
    /// <exception cref="InputException">There is none, or it is truncated, altered, or no checkpoint of ours.</exception>
    internal static Checkpoint ReadNewest(string directory)
    {
        string[] files = FilesToRead(directory);
        if (files.Length == 0)
            throw new InputException($"The directory {directory} holds no checkpoint; expected a *{Extension} file that train wrote.");
        return Read(files[^1]);
    }

    private static Checkpoint Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The checkpoint {path} cannot be read: {problem.Message}", problem);
        }

        int header = Magic.Length + sizeof(long);
        if (bytes.Length < header || !bytes.AsSpan(0, Magic.Length - 1).SequenceEqual(Magic.AsSpan(0, Magic.Length - 1)))
            throw new InputException($"The file {path} is no checkpoint of AsyncRL; expected one that train wrote.");
        if (bytes[Magic.Length - 1] != Magic[^1])
            throw new InputException($"The checkpoint {path} has format {bytes[Magic.Length - 1]}; expected {Magic[^1]}.");
        long length = BitConverter.ToInt64(bytes, Magic.Length);
        if (bytes.Length != header + length + SHA256.HashSizeInBytes)
        {
            long expected = header + length + SHA256.HashSizeInBytes;
            throw new InputException($"The checkpoint {path} has {bytes.Length} bytes; expected {expected}: it is truncated or altered.");
        }

        ReadOnlySpan<byte> content = bytes.AsSpan(header, (int)length);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(header + (int)length)))
            throw new InputException($"The checkpoint {path} does not match its checksum: it is damaged.");
        using var reader = new BinaryReader(new MemoryStream(bytes, header, (int)length));
        return Checkpoint.Read(reader);
    }

    private static string[] FilesToRead(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Files(directory) : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The directory {directory} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The checkpoints of a directory, the oldest first: names count agent steps in twelve digits.</summary>
    private static string[] Files(string directory)
    {
        string[] files = Directory.GetFiles(directory, "*" + Extension);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
