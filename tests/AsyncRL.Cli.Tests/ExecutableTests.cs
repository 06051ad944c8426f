using System.Text.Json.Nodes;

namespace AsyncRL.Cli.Tests;

public sealed class ExecutableTests
{
    [Theory]
    [InlineData("System.Runtime.TieredPGO", true)]
    [InlineData("System.Runtime.TieredCompilation.QuickJitForLoops", false)]
    [InlineData("System.GC.Concurrent", false)]
    public void The_runtime_is_set_up_for_long_loops_that_do_not_allocate(string property, bool expected)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "asyncrl.runtimeconfig.json");
        JsonNode properties = JsonNode.Parse(File.ReadAllText(path))!["runtimeOptions"]!["configProperties"]!;
        Assert.Equal(expected, properties[property]!.GetValue<bool>());
    }
}
