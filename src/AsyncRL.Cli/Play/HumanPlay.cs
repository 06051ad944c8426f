using AsyncRL.Algorithms.Acting;

namespace AsyncRL.Cli.Play;

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
