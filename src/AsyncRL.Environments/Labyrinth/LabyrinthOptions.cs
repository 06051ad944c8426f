using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Labyrinth;

/// <summary>The options of the labyrinth, from one small room to a maze in which the agent must remember the way back.</summary>
public sealed record LabyrinthOptions
{
    /// <summary>The layout of each episode: maze or room.</summary>
    [Option("layout", "", "maze: rooms and corridors; room: one room of the full size.", Words = "maze room")]
    public string Layout { get; init; } = "maze";

    /// <summary>Width and height in tiles, including the outer walls; odd.</summary>
    [Option("size", "tiles", "Width and height, including the outer walls; an odd number. The agent walks 3.2 tiles a second.",
        Minimum = 5, Maximum = 63)]
    public int Size { get; init; } = 17;

    /// <summary>The number of attempts to place a room in a maze.</summary>
    [Option("rooms", "rooms", "Number of attempts to place a room in a maze; rooms that overlap are left out.",
        Minimum = 0, Maximum = 100)]
    public int Rooms { get; init; } = 6;

    /// <summary>Apples per maze.</summary>
    [Option("apples", "apples", "Apples per maze: +1 each, as in the paper; the number is our choice.", Minimum = 0, Maximum = 1000)]
    public int Apples { get; init; } = 12;

    /// <summary>The reward of the portal.</summary>
    [Option("portal-reward", "", "Reward of the portal; the default is the paper's.", Minimum = 0, Maximum = 1000)]
    public double PortalReward { get; init; } = 10;

    /// <summary>Length of an episode.</summary>
    [Option("seconds", "seconds", "Length of an episode at 60 frames a second; the default is the paper's.", Minimum = 1, Maximum = 3600)]
    public int Seconds { get; init; } = 60;

    /// <summary>Frames that one agent step lasts.</summary>
    [Option("action-repeat", "frames", "Frames of 1/60 second per agent step; as in the paper's Atari games.",
        Minimum = 1, Maximum = 60)]
    public int ActionRepeat { get; init; } = 4;

    /// <summary>The actions of the agent: full or minimal.</summary>
    [Option("movement", "", "minimal: forward, turn left, turn right; full: also backward, strafe left, strafe right, stay.",
        Words = "full minimal")]
    public string Movement { get; init; } = "full";
}
