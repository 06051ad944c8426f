namespace AsyncRL.TestSources;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory that holds the solution, found by a search upward from the tests' directory.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The path of a committed file or directory.</summary>
    internal static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>
    /// Every source file of a kind below a directory, without build outputs. Paths are relative to the root, with slashes.
    /// </summary>
    internal static IReadOnlyList<string> FilesBelow(string directory, string pattern)
    {
        var files = new List<string>();
        foreach (string file in Directory.EnumerateFiles(PathOf(directory), pattern, SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(Root, file).Replace('\\', '/');
            if (!name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)) files.Add(name);
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "AsyncRL.sln"))) directory = Path.GetDirectoryName(directory);
        return directory ?? throw new DirectoryNotFoundException($"There is no AsyncRL.sln above {AppContext.BaseDirectory}.");
    }
}
