using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Play;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Small runs whose agents have different numbers.</summary>
public sealed class SmallAgents : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StopSignals _signals = new(_ => { });

    public SmallAgents()
    {
        string[] board = ["--set", "rows=12", "--set", "columns=12"];
        Train("catch", ["catch", .. board]);
        Train("values", ["catch", "--algorithm", "one-step-q", .. board]);
        Train("normalized", ["catch", "--set", "normalize-rewards=true", .. board]);
        Train("dueling", ["catch", "--algorithm", "n-step-q", "--set", "dueling=true", .. board]);
        Train("stack", ["catch", "--set", "stack=3", "--set", "drift=1", .. board]);
        Train("vectors", ["pendulum", "--set", "t-max=20"]);
    }

    public void Dispose()
    {
        _signals.Dispose();
        _directory.Dispose();
    }

    internal string PathOf(string name) => _directory.At(name);

    internal FigureContext Open(string name)
    {
        var host = new ConsoleHost { Output = TextWriter.Null, Error = TextWriter.Null, Signals = _signals };
        var run = TrainedRun.Open(_directory.At(name), null, "picture", 1, host);
        return new FigureContext(run, new FigureSettings { States = 60, Seed = 3 }, (_, _) => { }, CancellationToken.None);
    }

    private void Train(string name, string[] words) => Assert.Equal(0, CommandLine.Run(
        [
            "train", .. words, "--threads", "1", "--agent-steps", "600", "--set", "evaluation-episodes=0", "--set", "report-seconds=86400",
            "--output", _directory.At(name),
        ]).ExitCode);
}
