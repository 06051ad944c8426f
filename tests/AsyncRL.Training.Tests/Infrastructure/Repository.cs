namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The sources that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The path of a committed file: up from where the tests run to the directory that holds the solution.</summary>
    internal static string PathOf(string file)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "AsyncRL.sln"))) root = Path.GetDirectoryName(root);
        Assert.True(root is not null, $"No AsyncRL.sln lies above {AppContext.BaseDirectory}.");
        return Path.Combine(root, file);
    }
}
