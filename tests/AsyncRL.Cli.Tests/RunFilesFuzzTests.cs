using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AsyncRL.Core.Randomness;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// Damaged run.json and damaged checkpoints with corrected checksums. Every command must end with exit code 0, with a sentence and 2, or
/// with a sentence without a stack trace and 1.
/// </summary>
public sealed class RunFilesFuzzTests : IDisposable
{
    private const int HeaderLength = 16;
    private static readonly TimeSpan LongestTraining = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestCommand = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    /// <summary>
    /// Runs whose checkpoints have different parts: threads, LSTM, target network, normalization, simulated execution, Adam, a game.
    /// </summary>
    public static TheoryData<string> Runs =>
    [
        "train catch --network mlp --set rows=6 --set columns=6 --threads 1",
        "train t-maze --network mlp-lstm --threads 2 --set optimizer=adam",
        "train cartpole --algorithm n-step-q --network mlp --execution simulated --actors 3 --set optimizer=shared-adam",
        "train cartpole --algorithm one-step-sarsa --network mlp --threads 1 --set optimizer=momentum-sgd",
        "train pendulum --threads 1 --set normalize-observations=true --set normalize-rewards=true",
        "train labyrinth --network mlp --threads 1 --set size=9 --set rooms=1 --set apples=2",
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_damaged_checkpoint_is_used_or_refused(string run) => Damage(run, "checkpoint", usualCases: 60);

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_damaged_manifest_is_used_or_refused(string run) => Damage(run, "run.json", usualCases: 30);

    private void Damage(string run, string what, int usualCases)
    {
        string original = Train(run);
        string manifest = Path.Combine(original, "run.json");
        string[] checkpoints = Directory.GetFiles(Path.Combine(original, "checkpoints"), "0*");
        Array.Sort(checkpoints, StringComparer.Ordinal);
        string checkpoint = checkpoints[^1];
        (byte[] manifestBytes, byte[] checkpointBytes) = (File.ReadAllBytes(manifest), File.ReadAllBytes(checkpoint));
        var time = new FuzzTime(usualCases);
        while (time.Next())
        {
            bool isManifest = what == "run.json";
            byte[] damaged = isManifest ? DamageText(manifestBytes, time.Generator) : DamageContent(checkpointBytes, time.Generator);
            string copy = _directory.At("copy");
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
            Directory.CreateDirectory(Path.Combine(copy, "checkpoints"));
            File.WriteAllBytes(Path.Combine(copy, "run.json"), isManifest ? damaged : manifestBytes);
            string copied = Path.Combine(copy, "checkpoints", Path.GetFileName(checkpoint));
            File.WriteAllBytes(copied, isManifest ? checkpointBytes : damaged);
            foreach (string command in new[] { "evaluate", "train" }) Run(command, copy, $"case {time.Cases} of {what} of \"{run}\"");
        }
    }

    private string Train(string run)
    {
        string path = _directory.At("original");
        string[] arguments =
            [.. run.Split(' '), "--agent-steps", "300", "--output", path, "--set", "evaluation-episodes=0", "--set", "report-seconds=60"];
        CommandResult result = CommandLine.Run(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return path;
    }

    private static void Run(string command, string path, string of)
    {
        string[] arguments = command == "train"
            ? ["train", "--resume", path, "--agent-steps", "400"]
            : [command, path, "--episodes", "1"];
        long start = Stopwatch.GetTimestamp();
        CommandResult result = CommandLine.Run(new CommandOptions { SignalAfter = LongestTraining }, arguments);
        string description = $"{command}, {of}: exit code {result.ExitCode}, {Stopwatch.GetElapsedTime(start)}: {result.Error}";
        Assert.True(result.ExitCode is 0 or 1 or 2 or 130, description);
        Assert.True(Stopwatch.GetElapsedTime(start) < LongestCommand, description);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.False(result.Error.Contains("bug", StringComparison.Ordinal), description);
        if (result.ExitCode == 2) Assert.True(result.Error.TrimEnd().IndexOf('\n', StringComparison.Ordinal) < 0, description);
    }

    /// <summary>Damages the sections, and then corrects the length and the checksum.</summary>
    private static byte[] DamageContent(byte[] file, RandomGenerator generator)
    {
        byte[] content = Mutation.Of(file[HeaderLength..^SHA256.HashSizeInBytes], generator);
        byte[] all = [.. file[..8], .. BitConverter.GetBytes((long)content.Length), .. content];
        return [.. all, .. SHA256.HashData(all)];
    }

    /// <summary>Damages either bytes or one value; the latter keeps the JSON valid.</summary>
    private static byte[] DamageText(byte[] file, RandomGenerator generator)
    {
        if (generator.NextInteger(2) == 0) return Mutation.Of(file, generator);
        string[] values =
        [
            "-1", "0", "1", "1e99", "1e-99", "2147483647", "9223372036854775807", "18446744073709551615", "NaN", "null", "true", "\"\"",
            "\"-1\"", "\"1e99\"", "\"9223372036854775807\"", "\"NaN\"", "\"auto\"", "\"pong\"", "[]", "{}", "\"\\u0000\"",
        ];
        string[] lines = Encoding.UTF8.GetString(file).Split('\n');
        for (int change = 1 + generator.NextInteger(2); change > 0; change--)
        {
            int line = generator.NextInteger(lines.Length);
            int colon = lines[line].IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) continue;
            string end = lines[line].EndsWith(',') ? "," : "";
            lines[line] = $"{lines[line][..colon]}: {values[generator.NextInteger(values.Length)]}{end}";
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}

/// <summary>
/// The duration and the seed of a test with random damage: a few cases from a fixed seed, or as many as the environment variables
/// ASYNCRL_FUZZ_SECONDS and ASYNCRL_FUZZ_SEED determine.
/// </summary>
internal sealed class FuzzTime(int usualCases)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _seconds = Setting("ASYNCRL_FUZZ_SECONDS") ?? 0;

    /// <summary>Cases so far.</summary>
    internal int Cases { get; private set; }

    /// <summary>Draws the damage.</summary>
    internal RandomGenerator Generator { get; } = new(Setting("ASYNCRL_FUZZ_SEED") ?? 1);

    /// <summary>Whether there is another case.</summary>
    internal bool Next() => Cases++ < usualCases || Stopwatch.GetElapsedTime(_start).TotalSeconds < _seconds;

    private static ulong? Setting(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value) ? value : null;
}
