using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The right to write into a run's directory: the file "lock", held open by one process at a time. The operating system releases it at the
/// end of the process, however it ends. Reading needs no lock.
/// </summary>
/// <remarks>
/// The lock is flock on Linux and macOS and a sharing violation on Windows. A locked file cannot be read by others, so a second file names
/// the process that holds it.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    private const string Name = "lock";
    private const string HolderName = "lock-holder.json";

    private readonly string _directory;
    private FileStream _file;

    private RunLock(string directory, FileMode mode)
    {
        _directory = directory;
        _file = Open(mode);
        WriteHolder();
    }

    private string LockPath => Path.Combine(_directory, Name);

    private string HolderPath => Path.Combine(_directory, HolderName);

    /// <summary>Claims a directory that has no lock yet.</summary>
    /// <returns>The lock; null if another process was faster.</returns>
    internal static RunLock? TryClaim(string directory)
    {
        try
        {
            return OrNothing(new RunLock(directory, FileMode.CreateNew));
        }
        catch (IOException) when (File.Exists(Path.Combine(directory, Name)))
        {
            return null;
        }
    }

    /// <summary>Claims a directory in which a killed process has left a lock and no run.</summary>
    /// <returns>The lock; null if there is more in the directory, or a process holds it.</returns>
    internal static RunLock? TryClaimAbandoned(string directory)
    {
        if (!IsAbandoned(directory)) return null;
        try
        {
            return OrNothing(new RunLock(directory, FileMode.Open));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Looks once more, now that the lock is held. Between opening the file and locking it, which are two steps, another process may have
    /// locked it, written its run and ended.
    /// </summary>
    private static RunLock? OrNothing(RunLock claimed)
    {
        if (IsAbandoned(claimed._directory)) return claimed;
        claimed.Dispose();
        return null;
    }

    /// <summary>Takes the lock of a run that exists.</summary>
    /// <exception cref="InputException">Another process holds it, or it cannot be taken.</exception>
    internal static RunLock Take(string directory)
    {
        try
        {
            return new RunLock(directory, FileMode.OpenOrCreate);
        }
        catch (IOException problem) when (IsHeld(problem))
        {
            throw new InputException(
                $"The run in {directory} is being trained by {DescribeHolder(directory)}; expected a run that no process trains.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The run in {directory} cannot be locked for training: {problem.Message}", problem);
        }
    }

    /// <summary>Locks the file anew if it was removed, so that the directory stays this process's own.</summary>
    internal void Refresh()
    {
        if (File.Exists(LockPath)) return;
        _file.Dispose();
        _file = Open(FileMode.OpenOrCreate);
        WriteHolder();
    }

    /// <summary>Gives the run back. The lock's file stays: to remove it would let two processes lock two files of one name.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(HolderPath);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The directory is gone or cannot be written any more: the name of a past holder does no harm.
        }
        finally
        {
            _file.Dispose();
        }
    }

    private static bool IsAbandoned(string directory)
    {
        if (!File.Exists(Path.Combine(directory, Name))) return false;
        foreach (string entry in Directory.GetFileSystemEntries(directory))
        {
            if (Path.GetFileName(entry) is not (Name or HolderName) && !entry.EndsWith(DurableFile.Unfinished, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private FileStream Open(FileMode mode) => new(LockPath, mode, FileAccess.ReadWrite, FileShare.None);

    private void WriteHolder()
    {
        var holder = new JsonObject
        {
            ["process"] = Environment.ProcessId,
            ["host"] = Environment.MachineName,
            ["since"] = DateTimeOffset.UtcNow.ToString("u", CultureInfo.InvariantCulture),
        };
        File.WriteAllText(HolderPath, holder.ToJsonString());
    }

    /// <summary>EAGAIN on Linux, the same under another number on macOS, and Windows' two violations.</summary>
    private static bool IsHeld(IOException problem)
    {
        const int LinuxAgain = 11, MacAgain = 35, SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021);
        return problem.HResult is LinuxAgain or MacAgain or SharingViolation or LockViolation;
    }

    private static string DescribeHolder(string directory)
    {
        try
        {
            JsonNode holder = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, HolderName)))!;
            return $"process {holder["process"]} on {holder["host"]} since {holder["since"]}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or NullReferenceException
            or InvalidOperationException)
        {
            return "another process";
        }
    }
}
