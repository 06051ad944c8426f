using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>A small run of each kind of agent.</summary>
public sealed class PictureRuns : IDisposable
{
    internal const int Rows = 12;

    private readonly TemporaryDirectory _directory = new();

    public PictureRuns()
    {
        string[] board = ["--set", "rows=12", "--set", "columns=12"];
        Train("a3c", ["catch", .. board]);
        string[] replay = ["--set", "replay-start=200", "--set", "replay-size=1000"];
        Train("dqn", ["catch", "--algorithm", "dqn", "--set", "dueling=true", .. replay, .. board]);
        Train("lstm", ["catch-once", .. board]);
        Train("cartpole", ["cartpole", "--set", "normalize-observations=true", "--set", "normalize-rewards=true"]);
        Train("pendulum", ["pendulum", "--set", "t-max=20"]);
        string[] ranks = ["--set", "simulated-ranks=2", "--execution", "simulated", "--set", "learning-rate-schedule=constant"];
        Train("ranks", ["catch", .. board, .. ranks], "--actors", 2, 3);
        Train("nfq", ["cartpole", "--algorithm", "nfq", "--set", "random-episodes=3", "--set", "epochs=5"]);
        Train("ddpg", ["pendulum", "--algorithm", "ddpg", "--set", "replay-start=100", "--set", "replay-size=1000"]);
    }

    internal static IReadOnlyList<string> Names { get; } = ["a3c", "dqn", "lstm", "cartpole", "pendulum", "ddpg"];

    public void Dispose() => _directory.Dispose();

    internal string PathOf(string name) => _directory.At(name);

    private void Train(string name, string[] words, string count = "--threads", int number = 1, int evaluationEpisodes = 0)
    {
        CommandResult result = CommandLine.Run(
            [
                "train", .. words, count, $"{number}", "--agent-steps", "600", "--set", $"evaluation-episodes={evaluationEpisodes}",
                "--set", "report-seconds=86400", "--output", PathOf(name),
            ]);
        Assert.Equal(0, result.ExitCode);
    }
}
