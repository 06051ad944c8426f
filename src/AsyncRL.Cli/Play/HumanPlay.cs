using System.Globalization;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>An environment that a person plays.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Actor">The actor by which the person plays.</param>
internal sealed record HandPlayedTask(string Name, Actor Actor) : IDisposable
{
    /// <summary>Makes an environment.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assignments">Values of its options.</param>
    /// <param name="seed">The seed of its episodes.</param>
    /// <returns>The task.</returns>
    /// <exception cref="InputException">There is no such environment or option, or a value is out of range.</exception>
    internal static HandPlayedTask Create(string name, IReadOnlyDictionary<string, string> assignments, ulong seed)
    {
        (EnvironmentDescription description, object options) = NamedEnvironment.Read(name, assignments);
        RandomGenerator generator = new RandomGenerator(seed).Split(RandomStreams.PlayByHand);
        return new HandPlayedTask(description.Name, new Actor(description, options, generator));
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => Actor.Dispose();
}

/// <summary>Plays episodes by the keys that a person presses.</summary>
/// <param name="actor">The actor by which the person plays.</param>
/// <param name="controls">The mapping of keys to actions.</param>
/// <param name="keys">The keyboard.</param>
/// <param name="speed">Agent steps per second.</param>
internal sealed class HumanPlay(Actor actor, Controls controls, IKeySource keys, double speed)
{
    /// <summary>
    /// Seconds for which a key counts as held. A terminal does not report the release of a key; it only repeats a key that is held.
    /// </summary>
    private const double KeyLasts = 0.15;

    private readonly List<double> _returns = [];
    private readonly int _stepsPerKey = controls.WaitsForKeys ? 1 : Math.Max(1, (int)Math.Round(KeyLasts * speed));
    private string? _held;
    private int _stepsLeft;
    private bool _hasQuit;

    /// <summary>The state of the game after the last agent step.</summary>
    internal readonly record struct State(Actor Actor, int Episode, string? Pressed, IReadOnlyList<double> Returns);

    /// <summary>Returns of the finished episodes.</summary>
    internal IReadOnlyList<double> Returns => _returns;

    /// <summary>Plays until the episodes are done, or the player quits by q.</summary>
    /// <param name="episodes">Number of episodes.</param>
    /// <param name="show">Shows the state.</param>
    /// <param name="stop">Cancelled to end.</param>
    internal void Play(int episodes, Action<State> show, CancellationToken stop)
    {
        for (int episode = 1; ; episode++)
        {
            PlayEpisode(episode, show, stop);
            if (_hasQuit || stop.IsCancellationRequested) return;
            _returns.Add(actor.EpisodeReturn);
            show(new State(actor, episode, null, _returns));
            if (episode == episodes || !AwaitConsent(stop)) return;
        }
    }

    private void PlayEpisode(int episode, Action<State> show, CancellationToken stop)
    {
        actor.BeginEpisodeIfOver();
        (_held, _stepsLeft) = (null, 0);
        show(new State(actor, episode, null, _returns));
        while (!actor.EpisodeIsOver)
        {
            Wait(1 / speed, stop);
            string? key = ReadKey();
            if (_hasQuit || stop.IsCancellationRequested) return;
            if (key is null && controls.WaitsForKeys) continue;
            actor.Step(controls.ActionOf(key));
            if (!actor.EpisodeIsOver) show(new State(actor, episode, key, _returns));
        }
    }

    /// <summary>Takes all waiting keys. The last one counts as held for a fixed time.</summary>
    private string? ReadKey()
    {
        while (!_hasQuit && keys.TryRead() is { } pressed)
        {
            _hasQuit = IsQuit(pressed);
            if (Controls.NameOf(pressed) is { } key && controls.Knows(key)) (_held, _stepsLeft) = (key, _stepsPerKey);
        }

        return _stepsLeft-- > 0 ? _held : null;
    }

    /// <summary>Waits for the key that begins the next episode. Keys still held from the last episode do not count.</summary>
    private bool AwaitConsent(CancellationToken stop)
    {
        const double BetweenLooks = 0.02;
        while (!stop.IsCancellationRequested)
        {
            while (keys.TryRead() is { } pressed)
            {
                if (pressed.Key == ConsoleKey.Enter) return true;
                if (IsQuit(pressed)) return false;
            }

            Wait(BetweenLooks, stop);
        }

        return false;
    }

    private static bool IsQuit(ConsoleKeyInfo key) => key.Key is ConsoleKey.Q or ConsoleKey.Escape;

    private static void Wait(double seconds, CancellationToken stop) => stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds));
}

/// <summary>The screen of a person's game: the frame on the left, the score and the keys on the right.</summary>
/// <param name="environment">The task's name.</param>
/// <param name="display">The image to show.</param>
/// <param name="controls">The mapping of keys to actions.</param>
/// <param name="speed">Agent steps per second.</param>
internal sealed class HumanScreen(string environment, EnvironmentDisplay display, Controls controls, double speed)
{
    private const int PanelWidth = 30;
    private const int Gap = 2;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Taken = new(Color.Yellow, decoration: Decoration.Bold);

    /// <summary>Draws the state.</summary>
    /// <param name="state">The state of the game.</param>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows.</param>
    /// <param name="colors">Whether colors can be shown.</param>
    /// <returns>At most <paramref name="height"/> lines.</returns>
    internal StyledText Draw(HumanPlay.State state, int width, int height, bool colors)
    {
        const int TitleRows = 2, BorderSize = 2;
        (int frameWidth, int frameHeight) = (width - PanelWidth - Gap - BorderSize, height - TitleRows - BorderSize);
        StyledText inside = TerminalImage.Draw(display.Draw(), Math.Max(2, frameWidth), Math.Max(1, frameHeight), colors);
        StyledText frame = TerminalImage.Border(inside);
        string perSecond = speed.ToString(CultureInfo.InvariantCulture);
        string pace = controls.WaitsForKeys ? "an agent step for each key" : $"{perSecond} agent steps/s";
        var title = new StyledText().Line().Add(environment, Heading).Add($" · {pace} · q quits", Quiet).Line();
        return title.Append(frame.Beside(Panel(state), frame.Width + Gap));
    }

    private StyledText Panel(HumanPlay.State state)
    {
        var panel = new StyledText();
        AddFigure("episode", NumberText.Count(state.Episode));
        AddFigure("agent step", NumberText.Count(state.Actor.EpisodeLength));
        AddFigure("score", NumberText.Return(state.Actor.EpisodeReturn));
        panel.Line();
        foreach ((string keys, string meaning, bool isTaken) in controls.Legend(state.Pressed))
        {
            Style? style = isTaken ? Taken : null;
            panel.Line().Add(isTaken ? "▶ " : "  ", style).AddLeft(keys, 12, style).Add(meaning, style);
        }

        panel.Line();
        if (state.Actor.EpisodeIsOver) panel.Line().Add("episode over", Taken).Add(" · enter continues", Quiet);
        return panel;

        void AddFigure(string label, string value) => panel.Line().AddLeft(label, 14, Quiet).AddRight(value, 10, Heading);
    }
}
