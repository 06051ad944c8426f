using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>An assembly of the user's is loaded once for each time that it was built.</summary>
public sealed class EnvironmentAssemblyTests
{
    [Fact]
    public void A_file_is_loaded_again_only_after_it_was_written_again()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.At("Mine.dll");
        File.Copy(typeof(IEnvironment).Assembly.Location, path);
        System.Reflection.Assembly first = EnvironmentAssembly.Open(path);
        Assert.NotSame(typeof(IEnvironment).Assembly, first);
        Assert.Same(first, EnvironmentAssembly.Open(path));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(10));
        Assert.NotSame(first, EnvironmentAssembly.Open(path));
    }
}
