using System.Diagnostics;
using System.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// The executable in a shell with failing output, too few files or too little memory: it saves, and ends with the documented code.
/// </summary>
public sealed class ShellTests
{
    private const string Training =
        "train catch --network mlp --set rows=6 --set columns=6 --threads 1 --agent-steps 1000000000000 --output run";

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("{0} >/dev/full", 1, "Writing to standard output failed: No space left on device.")]
    [InlineData("{0} >/dev/full 2>/dev/full", 1, "")]
    [InlineData("{0} >&-", 1, "Writing to standard output failed: Bad file descriptor.")]
    [InlineData("{0} >&- 2>&-", 1, "")]
    [InlineData("{0} | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}", 141, "")]
    public void A_training_whose_output_is_lost_is_saved(string line, int exitCode, string sentence)
    {
        if (!File.Exists("/dev/full")) return;
        using var directory = new TemporaryDirectory();
        (int code, string error) = Run(directory.FullPath, string.Format(null, line, $"{Program} {Training}"));
        Assert.Equal((exitCode, sentence), (code, LastLine(error, but: "Note: ")));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(directory.At(Path.Combine("run", "checkpoints")), "*.checkpoint"));
    }

    [Theory]
    [InlineData("{0} list --all | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}", 141, "")]
    [InlineData("{0} --help >/dev/full", 1, "Writing to standard output failed: No space left on device.")]
    [InlineData("{0} train cach 2>/dev/full", 2, "")]
    [InlineData("ulimit -n 64; {0} list", 2, "The process may open 64 files at a time; expected at least 160 (ulimit -n 160).")]
    [InlineData("export DOTNET_GCHeapHardLimit=0x2000000; {0} train pong --threads 2", 2, "This needs ")]
    public void Other_commands_end_with_a_sentence(string line, int exitCode, string sentence)
    {
        if (!File.Exists("/dev/full")) return;
        using var directory = new TemporaryDirectory();
        (int code, string error) = Run(directory.FullPath, string.Format(null, line, Program));
        Assert.Equal(exitCode, code);
        Assert.StartsWith(sentence, LastLine(error, but: "Note: "), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(directory.FullPath));
    }

    private static string Program => $"dotnet '{Path.Combine(AppContext.BaseDirectory, "asyncrl.dll")}'";

    private static string LastLine(string text, string but) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => !line.StartsWith(but, StringComparison.Ordinal), "");

    private static (int ExitCode, string Error) Run(string directory, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = directory, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using var guard = new Timer(_ => process.Kill(entireProcessTree: true), null, LongestRun, Timeout.InfiniteTimeSpan);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
