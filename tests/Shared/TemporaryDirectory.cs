namespace AsyncRL.TestSources;

/// <summary>An empty directory of the system's for temporary things, gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("asyncrl-test-").FullName;

    /// <summary>A path in it where nothing is.</summary>
    internal string At(string name) => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
