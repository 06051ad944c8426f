using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Visualization.Recording;
using Spectre.Console;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl play</c>: shows a trained agent at play, or lets a person play.</summary>
internal sealed class PlayCommand : ExampledCommand
{
    private const double DefaultSpeed = 15;
    private const ulong DefaultSeed = 1;

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _what = new("DIR")
    {
        Description = "a directory that train wrote, or with --human the name of an environment",
    };

    private readonly Option<bool> _human = new("--human") { Description = "Play an environment yourself with the keys that are shown." };
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "With --human: set an option of the environment; repeatable.",
    };

    private readonly NumberOption<int> _episodes = new(
        "--episodes", "N", "Episodes to play. Default: until Ctrl-C; 1 if standard output is not a terminal.", 1);

    private readonly NumberOption<int> _agentSteps = EpisodeLimit.Create();
    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the episodes. Default: the run's; 1 with --human.", 0);
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Take the most probable action instead of drawing one." };
    private readonly NumberOption<double> _speed = new(
        "--speed", "N", $"Agent steps per second. Default: the game's own speed, otherwise {DefaultSpeed}.", 0.1);

    private readonly TextOption _checkpoint = CheckpointOption.Create();
    private readonly ViewOption _view = new();

    internal PlayCommand(ConsoleHost consoleHost)
        : base(
            "play",
            "Show how the newest checkpoint of a run plays: the screen, the policy and the estimated value. Or play yourself.",
            [
                "The game's screen is shown if it has one; --view agent shows the agent's observation instead, and of a stack of frames "
                    + "the newest. If standard output is not a terminal, each agent step is printed as text.",
                "With --human, the arrows or w, a, s, d, space and the digits choose actions, as shown; enter begins the next episode, q "
                    + "quits. A key counts for 0.15 s, because terminals do not report its release. "
                    + "A game without an action that does nothing pauses until a key is pressed.",
            ],
            [
                "asyncrl play runs/catch-a3c-1",
                "asyncrl play runs/catch-a3c-1 --greedy --speed 5",
                "asyncrl play runs/catch-a3c-1 --episodes 1 > episode.txt",
                "asyncrl play catch --human --set balls=3 --speed 5",
            ])
    {
        _consoleHost = consoleHost;
        Add(_what);
        Add(_human);
        Add(_episodes);
        Add(_agentSteps);
        Add(_seed);
        Add(_greedy);
        Add(_speed);
        Add(_view);
        Add(_checkpoint);
        Add(_set);
        SetAction(parsed => parsed.GetValue(_human) ? PlayByHand(parsed) : Play(parsed));
    }

    private int Play(ParseResult parsed)
    {
        if (parsed.GetValue(_set) is { Length: > 0 })
            throw new InputException("The option --set is given without --human; expected both, because a run has its own options.");
        TrainedRun run = TrainedRun.Open(
            parsed.GetRequiredValue(_what), parsed.GetValue(_checkpoint), Name, parsed.GetValue(_episodes) ?? 1, _consoleHost);
        ulong seed = parsed.GetValue(_seed) ?? run.Configuration.Seed;
        using var playback = new Playback(run, seed, parsed.GetValue(_greedy), parsed.GetValue(_view), parsed.GetValue(_agentSteps));
        bool isTerminal = _consoleHost.OutputIsTerminal;
        int episodes = parsed.GetValue(_episodes) ?? (isTerminal ? int.MaxValue : 1);
        double speed = SpeedOf(parsed, playback.Display);
        var screen = new PlayScreen(run.Configuration, isTerminal ? speed : null);
        IAnsiConsole console = _consoleHost.CreateConsole(_consoleHost.Output, isTerminal);
        CancellationToken stop = _consoleHost.Signals.Await();
        if (isTerminal) PlayLive(console, screen, playback, episodes, speed, stop);
        else playback.Play(episodes, step => Print(console, screen, step), stop);
        return Conclude(parsed, playback.Returns, EpisodeLimit.Describe(playback.CutEpisodes, playback.AgentStepsPerEpisode));
    }

    private int PlayByHand(ParseResult parsed)
    {
        if (parsed.GetValue(_greedy))
            throw new InputException("The options --greedy and --human are given together; expected one of them.");
        if (parsed.GetValue(_checkpoint) is not null)
            throw new InputException("The options --checkpoint and --human are given together; expected one of them.");
        using HandPlayedTask task = HandPlayedTask.Create(
            parsed.GetRequiredValue(_what), Assignments.Read(parsed.GetValue(_set) ?? []), parsed.GetValue(_seed) ?? DefaultSeed);
        if (_consoleHost.Keys is not { } keys || !_consoleHost.OutputIsTerminal)
        {
            string missing = _consoleHost.OutputIsTerminal ? "input" : "output";
            throw new InputException($"The option --human needs a terminal, but standard {missing} is none; expected a terminal for both.");
        }

        var display = new EnvironmentDisplay(task.Actor, parsed.GetValue(_view));
        double speed = SpeedOf(parsed, display);
        var controls = new Controls(task.Actor.Actions);
        var play = new HumanPlay(task.Actor, controls, keys, speed);
        var screen = new HumanScreen(task.Name, display, controls, speed);
        CancellationToken stop = _consoleHost.Signals.Await();
        IAnsiConsole console = _consoleHost.CreateConsole(_consoleHost.Output, isTerminal: true);
        bool colors = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        console.AlternateScreen(() =>
        {
            using var frame = new LiveFrame(console);
            int episodes = parsed.GetValue(_episodes) ?? int.MaxValue;
            play.Play(episodes, state => frame.Draw((width, height) => screen.Draw(state, width, height, colors)), stop);
        });
        return Conclude(parsed, play.Returns, "");
    }

    private double SpeedOf(ParseResult parsed, EnvironmentDisplay display) => parsed.GetValue(_speed) ?? display.Pace ?? DefaultSpeed;

    private static void PlayLive(
        IAnsiConsole console, PlayScreen screen, Playback playback, int episodes, double speed, CancellationToken stop)
    {
        const int EndLasts = 8;
        bool colors = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        console.AlternateScreen(() =>
        {
            using var frame = new LiveFrame(console);
            playback.Play(episodes, Show, stop);

            void Show(EpisodeStep step)
            {
                frame.Draw((width, height) => screen.Draw(step, width, height, colors));
                stop.WaitHandle.WaitOne(TimeSpan.FromSeconds((step.IsEnd ? EndLasts : 1) / speed));
            }
        });
    }

    private static void Print(IAnsiConsole console, PlayScreen screen, EpisodeStep step)
    {
        const int Width = 100, Height = 44;
        console.Write(screen.Draw(step, Width, Height, colors: false));
        console.WriteLine();
    }

    private int Conclude(ParseResult parsed, IReadOnlyList<double> returns, string cut)
    {
        double sum = 0;
        foreach (double value in returns) sum += value;
        string mean = returns.Count > 0 ? $", mean return {NumberText.MeanReturn(sum / returns.Count)}" : "";
        _consoleHost.Output.WriteLine($"{NumberText.Count(returns.Count, "episode")}{mean}.");
        if (cut.Length > 0) _consoleHost.Output.WriteLine(cut);

        // Without --episodes, Ctrl-C is the normal end.
        bool ended = parsed.GetValue(_episodes) is null && _consoleHost.Signals.ExitCode == ExitCode.Interrupted;
        return ended ? ExitCode.Success : _consoleHost.Signals.ExitCode;
    }
}
