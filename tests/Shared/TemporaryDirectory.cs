namespace AsyncRL.TestSources;

/// <summary>An empty temporary directory that is removed after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("asyncrl-test-").FullName;

    /// <summary>A path in it at which nothing exists.</summary>
    internal string At(string name) => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
