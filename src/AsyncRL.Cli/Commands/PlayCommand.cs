using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Recording;
using Spectre.Console;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl play</c>: watch what a run has learned.</summary>
internal sealed class PlayCommand : ExampledCommand
{
    private const double DefaultSpeed = 15;

    private readonly Surroundings _surroundings;
    private readonly Argument<string> _directory = RunArgument.Create();
    private readonly NumberOption<int> _episodes = new(
        "--episodes", "N", "Episodes to play. Default: until Ctrl-C; 1 where standard output is no terminal.", 1);

    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the episodes. Default: the run's.", 0);
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Take the most probable action instead of drawing one." };
    private readonly NumberOption<double> _speed = new("--speed", "N", $"Agent steps per second. Default: {DefaultSpeed}.", 0.1);

    internal PlayCommand(Surroundings surroundings)
        : base(
            "play",
            "Watch the newest checkpoint of a run play: what it sees, its policy, the value it expects.",
            ["Of a stack of frames the newest is shown. Where standard output is no terminal, every moment is printed, in letters."],
            [
                "asyncrl play runs/catch-a3c-1",
                "asyncrl play runs/catch-a3c-1 --greedy --speed 5",
                "asyncrl play runs/catch-a3c-1 --episodes 1 > episode.txt",
            ])
    {
        _surroundings = surroundings;
        Add(_directory);
        Add(_episodes);
        Add(_seed);
        Add(_greedy);
        Add(_speed);
        SetAction(Play);
    }

    private int Play(ParseResult parsed)
    {
        TrainedRun run = TrainedRun.Open(parsed.GetRequiredValue(_directory));
        var playback = new Playback(run, parsed.GetValue(_seed) ?? run.Configuration.Seed, parsed.GetValue(_greedy));
        bool isTerminal = _surroundings.OutputIsTerminal;
        int episodes = parsed.GetValue(_episodes) ?? (isTerminal ? int.MaxValue : 1);
        double speed = parsed.GetValue(_speed) ?? DefaultSpeed;
        var screen = new PlayScreen(run.Configuration, isTerminal ? speed : null);
        IAnsiConsole console = _surroundings.CreateConsole(_surroundings.Output, isTerminal);
        CancellationToken stop = _surroundings.Signals.Await();
        if (isTerminal) PlayLive(console, screen, playback, episodes, speed, stop);
        else playback.Play(episodes, moment => Print(console, screen, moment), stop);
        Conclude(playback.Returns);

        // Ctrl-C is how an endless show is meant to end.
        bool ended = parsed.GetValue(_episodes) is null && _surroundings.Signals.ExitCode == ExitCode.Interrupted;
        return ended ? ExitCode.Success : _surroundings.Signals.ExitCode;
    }

    private static void PlayLive(
        IAnsiConsole console, PlayScreen screen, Playback playback, int episodes, double speed, CancellationToken stop)
    {
        const int EndLasts = 8;
        bool colors = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        console.AlternateScreen(() =>
        {
            using var frame = new LiveFrame(console);
            playback.Play(episodes, Show, stop);

            void Show(Moment moment)
            {
                frame.Draw((width, height) => screen.Draw(moment, width, height, colors));
                stop.WaitHandle.WaitOne(TimeSpan.FromSeconds((moment.IsEnd ? EndLasts : 1) / speed));
            }
        });
    }

    private static void Print(IAnsiConsole console, PlayScreen screen, Moment moment)
    {
        const int Width = 100, Height = 44;
        console.Write(screen.Draw(moment, Width, Height, colors: false));
        console.WriteLine();
    }

    private void Conclude(IReadOnlyList<double> returns)
    {
        double sum = 0;
        foreach (double value in returns) sum += value;
        string mean = returns.Count > 0 ? $", mean return {Figure.MeanReturn(sum / returns.Count)}" : "";
        _surroundings.Output.WriteLine($"{Figure.Count(returns.Count, "episode")}{mean}.");
    }
}
