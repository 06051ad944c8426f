using AsyncRL.Environments.Options;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The options of the labyrinth, from one small room to a maze in which the way back must be remembered.</summary>
public sealed record LabyrinthOptions
{
    /// <summary>What is built in each episode: maze or room.</summary>
    [Option("layout", "", "maze: rooms and corridors; room: one room as large as the whole.", Words = "maze room")]
    public string Layout { get; init; } = "maze";

    /// <summary>Tiles each way, the outer walls included; odd.</summary>
    [Option("size", "tiles", "Tiles each way, the outer walls included; an odd number. The agent walks 3.2 tiles a second.",
        Minimum = 5, Maximum = 63)]
    public int Size { get; init; } = 17;

    /// <summary>Rooms that a maze is tried to be given.</summary>
    [Option("rooms", "rooms", "How often a room is tried to be fitted into a maze; those that overlap are left out.",
        Minimum = 0, Maximum = 100)]
    public int Rooms { get; init; } = 6;

    /// <summary>Apples per maze.</summary>
    [Option("apples", "apples", "Apples per maze: +1 each, as in the paper; the number is ours.", Minimum = 0, Maximum = 1000)]
    public int Apples { get; init; } = 12;

    /// <summary>What the portal pays.</summary>
    [Option("portal-reward", "", "What the portal pays; the paper's 10.", Minimum = 0, Maximum = 1000)]
    public double PortalReward { get; init; } = 10;

    /// <summary>Length of an episode.</summary>
    [Option("seconds", "seconds", "Length of an episode at 60 frames a second; the paper's 60.", Minimum = 1, Maximum = 3600)]
    public int Seconds { get; init; } = 60;

    /// <summary>Frames that one agent step lasts.</summary>
    [Option("action-repeat", "frames", "Frames of a 60th of a second that one agent step lasts; as in the paper's Atari games.",
        Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>What the agent may do: full or minimal.</summary>
    [Option("movement", "", "minimal: forward, turn left, turn right; full: also backward, strafe left, strafe right, stay.",
        Words = "full minimal")]
    public string Movement { get; init; } = "full";
}
