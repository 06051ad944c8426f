using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Torcs;

/// <summary>The options of a race of TORCS: the car, the opponents, the actions, and when an episode ends.</summary>
public sealed record TorcsOptions
{
    /// <summary>The car: slow, fast, or one of TORCS's cars.</summary>
    [Option("car", "", "slow is the touring car p406, fast the racing car car1-trb1; opponents have the same car.",
        Format = "slow, fast, or the name of a car of TORCS")]
    public string Car { get; init; } = "slow";

    /// <summary>The number of opponents.</summary>
    [Option("opponents", "cars", "Opponents, which are TORCS's robot bt; they start in front of the agent.", Minimum = 0, Maximum = 10)]
    public int Opponents { get; init; }

    /// <summary>Control steps of 1/50 s in an agent step.</summary>
    [Option("action-repeat", "control steps", "Control steps of 1/50 s in an agent step.", Minimum = 1, Maximum = 50)]
    public int ActionRepeat { get; init; } = 10;

    /// <summary>The kind of the actions.</summary>
    [Option("actions", "", "discrete: 15 choices of the wheel and a pedal; continuous: the wheel and the pedals, from -1 to 1.",
        AllowedValues = "discrete continuous")]
    public string Actions { get; init; } = "discrete";

    /// <summary>The length of an episode.</summary>
    [Option("seconds", "s", "Time of the race after which an episode is truncated.", Minimum = 1, Maximum = 1800)]
    public double Seconds { get; init; } = 120;

    /// <summary>Laps after which an episode is truncated.</summary>
    [Option("laps", "laps", "Complete laps after which an episode is truncated; auto for no such end.", Minimum = 1, Maximum = 1000)]
    public int? Laps { get; init; }

    /// <summary>Whether leaving the track terminates an episode.</summary>
    [Option("off-track-ends", "", "Whether the episode terminates when the middle of the car leaves the track.")]
    public bool OffTrackEnds { get; init; } = true;

    /// <summary>The time without progress that terminates an episode.</summary>
    [Option("stuck-seconds", "s", "The episode terminates after this time with less than 1 m/s along the track.",
        Minimum = 0.1, Maximum = 1800)]
    public double StuckSeconds { get; init; } = 5;

    /// <summary>The damage that terminates an episode.</summary>
    [Option("damage-limit", "points", "The episode terminates at this damage; a race of TORCS allows 10000.",
        Minimum = 1, Maximum = 1_000_000)]
    public int DamageLimit { get; init; } = 10_000;

    /// <summary>The longest wait at the start.</summary>
    [Option("start-delay", "control steps", "The agent's car stands for a random number of control steps, from 0 to this.",
        Minimum = 0, Maximum = 1000)]
    public int StartDelay { get; init; } = 25;

    /// <summary>The longest time for an answer.</summary>
    [Option("answer-seconds", "seconds", "After this time without an answer the environment is ended, and the run fails and is saved.",
        Minimum = 0.1, Maximum = 86_400)]
    public double AnswerSeconds { get; init; } = 60;
}
