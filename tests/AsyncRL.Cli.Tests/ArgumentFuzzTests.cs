using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// Random command lines over real names and wrong values. A signal is received before every command, so that an accepted command ends at
/// once. The environment variables ASYNCRL_FUZZ_SECONDS and ASYNCRL_FUZZ_SEED set the duration and the seed.
/// </summary>
[Collection(TrainedRunGroup.Name)]
public sealed class ArgumentFuzzTests(TrainedRunFixture trained)
{
    private const int Lines = 400;
    private const int Interrupted = 130;

    [Fact]
    public void Any_command_line_ends_with_a_documented_code_and_a_sentence()
    {
        TimeSpan? time = Environment.GetEnvironmentVariable("ASYNCRL_FUZZ_SECONDS") is { } seconds
            ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture))
            : null;
        string seed = Environment.GetEnvironmentVariable("ASYNCRL_FUZZ_SEED") ?? "1";
        var lines = new RandomCommandLines(new RandomGenerator(ulong.Parse(seed, CultureInfo.InvariantCulture)), trained.Path);
        var codes = new SortedDictionary<int, int>();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; time is null ? i < Lines : Stopwatch.GetElapsedTime(started) < time; i++)
        {
            int code = Check(lines);
            codes[code] = codes.GetValueOrDefault(code) + 1;
        }

        // Each kind of end must occur often: a fuzz test whose lines are all refused at the first word would test nothing.
        Assert.All([0, 2, Interrupted], code => Assert.True(codes.GetValueOrDefault(code) > 10, string.Join(", ", codes)));
    }

    private static int Check(RandomCommandLines lines)
    {
        using var directory = new TemporaryDirectory();
        string[] line = lines.Next(directory.FullPath);
        string shown = string.Join(' ', line.Select(word => $"'{word}'"));
        CommandResult result;
        try
        {
            var options = new CommandOptions { SignalAtStart = PosixSignal.SIGINT, Memory = 100 << 20 };
            result = CommandLine.Run(options, line);
        }
        catch (Exception bug)
        {
            throw new InvalidOperationException($"This line fails: {shown}", bug);
        }

        string[] errors = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] entries = Directory.GetFileSystemEntries(directory.FullPath);
        bool isFine = result.ExitCode switch
        {
            0 or Interrupted => !errors.Any(IsStack),
            1 => errors.Length > 0 && errors.All(IsSentence),
            2 => errors.Length == 1 && IsSentence(errors[0]) && result.Output.Length == 0 && entries.Length == 0,
            _ => false,
        };
        Assert.True(isFine, $"{shown}\nexit code {result.ExitCode}, {entries.Length} files\n{result.Output}\n{result.Error}");
        return result.ExitCode;
    }

    /// <summary>If the work was done, standard error may contain progress lines, which are not sentences.</summary>
    private static bool IsStack(string line) =>
        line.StartsWith("at ", StringComparison.Ordinal) || line.Contains("bug of asyncrl", StringComparison.Ordinal);

    private static bool IsSentence(string line) => char.IsUpper(line[0]) && line[^1] is '.' or '?' && !IsStack(line);
}
