using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The program and the notebook of docs/examples, which read a run without AsyncRL.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class ExampleTests(TrainedRunFixture trained)
{
    private const string Part = "// %% ";

    private static string Program => File.ReadAllText(Repository.PathOf("docs/examples/read-run.cs")).ReplaceLineEndings("\n");

    /// <summary>The program is copied, so that nothing of the repository's build applies to it, as for a reader who copies it.</summary>
    [Fact]
    public async Task The_program_reads_a_run()
    {
        using var directory = new TemporaryDirectory();
        string program = directory.At("read-run.cs");
        File.WriteAllText(program, Program);
        var start = new ProcessStartInfo("dotnet", ["run", program, "--", trained.Path])
        {
            WorkingDirectory = directory.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_NOLOGO"] = start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        string error = await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + error);
        int episodes = File.ReadAllLines(Path.Combine(trained.Path, "episodes.csv")).Length - 1;
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith($"{episodes} episodes, ", lines[0], StringComparison.Ordinal);
        string[] tenths = [.. lines.Where(line => line.Contains(" agent steps: ", StringComparison.Ordinal))];
        Assert.Equal(10, tenths.Length);
        int counted = tenths.Sum(line => int.Parse(line.Split('(')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(episodes, counted);
        Assert.Contains(lines, line => line.StartsWith("entropy: from ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("backward: ", StringComparison.Ordinal));
    }

    /// <summary>The first cell of code has the namespaces and the run; each other one is a part of the program.</summary>
    [Fact]
    public void The_notebook_has_the_code_of_the_program()
    {
        JsonNode notebook = JsonNode.Parse(File.ReadAllText(Repository.PathOf("docs/examples/read-run.ipynb")))!;
        string[] parts = Program.Split(Part);
        string[] usings = [.. parts[0].Split('\n').Where(line => line.StartsWith("using ", StringComparison.Ordinal))];
        string[] code = CellsOf("code"), texts = CellsOf("markdown");
        Assert.All(usings, line => Assert.Contains(line, code[0], StringComparison.Ordinal));
        Assert.Equal(parts.Length, code.Length);
        for (int i = 1; i < parts.Length; i++)
        {
            string[] pair = parts[i].Split('\n', 2);
            Assert.Equal(pair[0], texts[i]);
            Assert.Equal(pair[1].Trim('\n'), code[i].Trim('\n'));
        }

        Assert.Equal(4, notebook["nbformat"]!.GetValue<int>());
        Assert.Equal(".net-csharp", notebook["metadata"]!["kernelspec"]!["name"]!.GetValue<string>());

        string[] CellsOf(string kind) =>
        [
            .. notebook["cells"]!.AsArray().Where(cell => cell!["cell_type"]!.GetValue<string>() == kind)
                .Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => line!.GetValue<string>()))),
        ];
    }
}
