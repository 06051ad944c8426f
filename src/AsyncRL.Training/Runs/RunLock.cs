using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The exclusive right to write into a run's directory: the file "lock", held open by one process at a time. The operating system releases
/// it when the process ends for any reason. Reading needs no lock.
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

    /// <summary>Claims a directory in which a killed process left only a lock.</summary>
    /// <returns>The lock; null if the directory contains other files, or a process holds the lock.</returns>
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
    /// Checks the directory again while the lock is held. Between opening the file and locking it, another process may have locked it,
    /// written its run and ended.
    /// </summary>
    private static RunLock? OrNothing(RunLock claimed)
    {
        if (IsAbandoned(claimed._directory)) return claimed;
        claimed.Dispose();
        return null;
    }

    /// <summary>Takes the lock of a run that exists.</summary>
    /// <exception cref="InputException">Another process holds the lock, or it cannot be taken.</exception>
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

    /// <summary>Creates and locks the file again if it was removed, so that no other process can claim the directory.</summary>
    internal void Refresh()
    {
        if (File.Exists(LockPath)) return;
        _file.Dispose();
        _file = Open(FileMode.OpenOrCreate);
        WriteHolder();
    }

    /// <summary>Releases the lock. The file is not removed, because then two processes could lock two files of the same name.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(HolderPath);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The directory was removed or is read-only. The name of a past holder is harmless.
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

    /// <summary>Whether the error is EAGAIN, whose number differs between Linux and macOS, or one of Windows' two violations.</summary>
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
