using System.Runtime.InteropServices;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Replaces files atomically: after a kill or a power cut at any instant a file has either its old or its new content. The new content is
/// written to a temporary file, flushed to the disk and renamed, and then the directory is flushed as well.
/// </summary>
internal static class DurableFile
{
    /// <summary>The extension of a file that is being written.</summary>
    internal const string Unfinished = ".tmp";

    /// <summary>Replaces a file, or creates it.</summary>
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

    /// <summary>Removes the temporary files of killed writes from a directory.</summary>
    internal static void RemoveUnfinished(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (string file in Directory.GetFiles(directory, "*" + Unfinished)) File.Delete(file);
    }

    /// <summary>
    /// Flushes the directory of a file to the disk. Windows does so by itself. On other systems a failure is ignored, because some file
    /// systems lack the operation.
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
