using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>A small finished run that several tests read.</summary>
public sealed class TrainedRunFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TrainedRunFixture()
    {
        CommandResult result = CommandLine.Run([.. CommandLine.SmallTraining, "--output", Path, "--json"]);
        Assert.Equal(0, result.ExitCode);
        TrainDocument = result.Output;
    }

    /// <summary>The run directory.</summary>
    public string Path => _directory.At("run");

    /// <summary>The output of train.</summary>
    public string TrainDocument { get; }

    /// <summary>A copy that a test may damage.</summary>
    public void CopyTo(string destination)
    {
        Directory.CreateDirectory(destination);
        foreach (string file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
        {
            string copy = System.IO.Path.Combine(destination, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _directory.Dispose();
}

[CollectionDefinition(Name)]
public sealed class TrainedRunGroup : ICollectionFixture<TrainedRunFixture>
{
    public const string Name = "trained run";
}
