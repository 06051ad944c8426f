using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Play;

/// <summary>Maps keys to actions: by the action's name if the name is known, and always by the action's number.</summary>
internal sealed class Controls
{
    private const int MostDigits = 9;

    private static readonly string[] IdleNames = ["no-op", "noop", "stay", "none", "idle", "coast"];

    /// <summary>For each key, the names of its possible actions. The first that the task has is used.</summary>
    private static readonly (string Key, string[] Names)[] NamedKeys =
    [
        ("←", ["left", "turn-left", "steer-left", "strafe-left"]),
        ("→", ["right", "turn-right", "steer-right", "strafe-right", "forward"]),
        ("↑", ["up", "forward", "accelerate", "thrust"]),
        ("↓", ["down", "backward", "brake", "reverse"]),
        ("space", ["fire", "shoot", "jump", "brake"]),
    ];

    private readonly ActionSpecification _actions;
    private readonly Dictionary<string, int> _choices = [];
    private readonly float[] _vector;
    private readonly int _idle = -1;

    /// <summary>Finds a key for every action.</summary>
    /// <param name="actions">The environment's actions.</param>
    internal Controls(ActionSpecification actions)
    {
        _actions = actions;
        if (actions.Kind == ActionKind.MultiDiscrete)
            throw new InputException($"An action of the environment is {actions}; expected one choice or a vector for play by hand.");
        bool isVector = actions.Kind == ActionKind.Continuous;
        _vector = new float[isVector ? actions.Count : 0];
        if (isVector) return;
        foreach ((string key, string[] names) in NamedKeys)
        {
            int choice = FirstOf(names);
            if (choice >= 0) _choices.Add(key, choice);
        }

        for (int i = 0; i < Math.Min(actions.Count, MostDigits); i++) _choices.Add(Digit(i), i);
        _idle = FirstOf(IdleNames);
    }

    /// <summary>Whether the game pauses until a key is pressed, because no action does nothing.</summary>
    internal bool WaitsForKeys => _actions.Kind == ActionKind.Discrete && _idle < 0;

    /// <summary>The keys and their actions, for the screen.</summary>
    internal IEnumerable<(string Keys, string Meaning, bool IsTaken)> Legend(string? pressed)
    {
        if (_actions.Kind == ActionKind.Continuous)
        {
            yield return ("← a   d →", "number 0", pressed is "←" or "→");
            if (_vector.Length > 1) yield return ("↓ s   w ↑", "number 1", pressed is "↓" or "↑");
            yield break;
        }

        int taken = ChoiceOf(pressed);
        for (int i = 0; i < _actions.Count; i++)
        {
            string keys = "";
            foreach ((string key, int choice) in _choices)
            {
                if (choice == i) keys += $"{key} {Letter(key)}".TrimEnd() + " ";
            }

            yield return (keys.TrimEnd(), _actions.NameOf(i), i == taken);
        }
    }

    /// <summary>Whether a key has an action.</summary>
    /// <param name="key">The key's name by <see cref="NameOf"/>.</param>
    /// <returns>Whether it has one.</returns>
    internal bool Knows(string key) => _actions.Kind == ActionKind.Discrete
        ? _choices.ContainsKey(key)
        : key is "←" or "→" || (_vector.Length > 1 && key is "↓" or "↑");

    /// <summary>Finds the action of a key. A key sets a number of a vector to its bound, or to ±1 if it has no bound.</summary>
    /// <param name="key">A key that has an action; null for no key, which is the action that does nothing.</param>
    /// <returns>The action; a vector is valid until the next call.</returns>
    internal AgentAction ActionOf(string? key)
    {
        if (_actions.Kind == ActionKind.Discrete) return ChoiceOf(key);
        for (int i = 0; i < _vector.Length; i++) _vector[i] = Math.Clamp(0, Low(i), High(i));
        if (key is "←" or "→") _vector[0] = key == "←" ? Low(0) : High(0);
        if (key is "↓" or "↑") _vector[1] = key == "↓" ? Low(1) : High(1);
        return AgentAction.FromValues(_vector);
    }

    /// <summary>The name of a key: an arrow, "space" or a digit; the letters w, a, s, d are also arrows.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its name; null if it has none.</returns>
    internal static string? NameOf(ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.LeftArrow or ConsoleKey.A => "←",
        ConsoleKey.RightArrow or ConsoleKey.D => "→",
        ConsoleKey.UpArrow or ConsoleKey.W => "↑",
        ConsoleKey.DownArrow or ConsoleKey.S => "↓",
        ConsoleKey.Spacebar => "space",
        _ => char.IsAsciiDigit(key.KeyChar) ? $"{key.KeyChar}" : null,
    };

    private float Low(int number) => float.IsFinite(_actions.Low[number]) ? _actions.Low[number] : -1;

    private float High(int number) => float.IsFinite(_actions.High[number]) ? _actions.High[number] : 1;

    private static string Letter(string arrow) => arrow switch
    {
        "←" => "a",
        "→" => "d",
        "↑" => "w",
        "↓" => "s",
        _ => "",
    };

    private static string Digit(int choice) => (choice + 1).ToString(CultureInfo.InvariantCulture);

    private int ChoiceOf(string? key) => key is null ? _idle : _choices[key];

    private int FirstOf(string[] names)
    {
        foreach (string name in names)
        {
            for (int i = 0; i < _actions.Count; i++)
            {
                if (_actions.NameOf(i) == name) return i;
            }
        }

        return -1;
    }
}
