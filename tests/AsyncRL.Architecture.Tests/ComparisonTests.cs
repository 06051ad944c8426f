using System.Diagnostics;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// Tests the options and messages of perf/compare.sh. Its measurements take minutes and are not tested. The tests need bash and do not run
/// on Windows.
/// </summary>
public class ComparisonTests
{
    [Fact]
    public void Help_names_every_option_and_succeeds()
    {
        if (OperatingSystem.IsWindows()) return;
        (int exitCode, string output, string error) = Compare("--help");
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        foreach (string option in (string[])["--rounds", "--seconds", "--networks", "--processes", "--output"])
            Assert.Contains(option, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("lstm")]
    [InlineData("mlp")]
    [InlineData("dqn")]
    public void Each_network_is_in_the_help_and_has_programs_and_a_label(string network)
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Contains($" {network} (", Compare("--help").Output, StringComparison.Ordinal);
        string parts = Repository.PathOf("perf/compare/contenders.sh");
        (int exitCode, string output, _) = Bash("-c", "python=python3; . \"$0\"; contenders; label \"$1\"", parts, network);
        Assert.Equal(0, exitCode);
        string[] lines = output.TrimEnd().Split('\n');
        foreach (string program in (string[])["asyncrl", "pytorch_idiom"])
            Assert.Contains(network, Array.Find(lines, line => line.StartsWith(program + " ", StringComparison.Ordinal))!.Split(' '));
        Assert.NotEqual(network, lines[^1]);
    }

    [Theory]
    [InlineData("--fast", "\"--fast\" is no option; expected one of --rounds, --seconds, --networks, --processes, --output, --help.")]
    [InlineData("--rounds", "--rounds has no value; expected one.")]
    [InlineData("--rounds 0", "--rounds is \"0\"; expected a whole number from 1 to 9999.")]
    [InlineData("--seconds 1.5", "--seconds is \"1.5\"; expected a whole number from 1 to 9999.")]
    [InlineData("--networks ff,cnn", "--networks is \"ff,cnn\"; expected some of ff,lstm,mlp,dqn.")]
    [InlineData("--processes 1,,2", "--processes is \"1,,2\"; expected whole numbers with commas between.")]
    public void A_wrong_option_gets_one_sentence_and_exit_code_2(string arguments, string expected)
    {
        if (OperatingSystem.IsWindows()) return;
        (int exitCode, string output, string error) = Compare(arguments.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal($"compare.sh: {expected}\n", error);
    }

    /// <summary>Runs the script from a directory outside the repository, because it may be called from anywhere.</summary>
    private static (int ExitCode, string Output, string Error) Compare(params string[] arguments) =>
        Bash([Repository.PathOf("perf/compare.sh"), .. arguments]);

    private static (int ExitCode, string Output, string Error) Bash(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd(), error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error);
    }
}
