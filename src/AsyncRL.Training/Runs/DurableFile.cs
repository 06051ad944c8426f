using System.Runtime.InteropServices;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Files that a kill or a power cut at any instant leaves either as they were or as they should be: written aside, flushed to the disk,
/// renamed, and the directory that names them flushed as well.
/// </summary>
internal static class DurableFile
{
    /// <summary>What a file that is being written ends in.</summary>
    internal const string Unfinished = ".tmp";

    /// <summary>Writes a file in place of what is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    internal static void Replace(string path, Action<FileStream> write)
    {
        string temporary = path + Unfinished;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        FlushDirectoryOf(path);
    }

    /// <summary>Removes what killed writes left in a directory.</summary>
    internal static void RemoveUnfinished(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (string file in Directory.GetFiles(directory, "*" + Unfinished)) File.Delete(file);
    }

    /// <summary>
    /// Puts the names of a directory onto the disk. Windows does so by itself; elsewhere a failure is passed over, because some file
    /// systems know no such operation.
    /// </summary>
    internal static void FlushDirectoryOf(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int directory = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, 0);
        if (directory < 0) return;
        _ = Flush(directory);
        _ = Close(directory);
    }

    /// <summary>open(2), with 0 to read.</summary>
    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
