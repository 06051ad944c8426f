namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>An empty directory of the system's for temporary things, gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal TemporaryDirectory() => Root = Directory.CreateTempSubdirectory("asyncrl-test-").FullName;

    internal string Root { get; }

    /// <summary>A path in it where nothing is.</summary>
    internal string New(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
