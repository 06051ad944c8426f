using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Toys;

/// <summary>The options of the null environment: the sizes that the cost of a network depends on.</summary>
public sealed record NullOptions
{
    /// <summary>Rows of pixels.</summary>
    [Option("height", "pixels", "Rows of pixels; by default the paper's.", Minimum = 1, Maximum = 1024)]
    public int Height { get; init; } = 84;

    /// <summary>Pixels per row.</summary>
    [Option("width", "pixels", "Pixels per row; by default the paper's.", Minimum = 1, Maximum = 1024)]
    public int Width { get; init; } = 84;

    /// <summary>Bytes per pixel.</summary>
    [Option("channels", "frames", "Bytes per pixel; by default the paper's stack of frames.", Minimum = 1, Maximum = 64)]
    public int Channels { get; init; } = 4;

    /// <summary>The number of choices.</summary>
    [Option("actions", "choices", "Number of choices, which have no effect; by default that of Pong.", Minimum = 1, Maximum = 1000)]
    public int Actions { get; init; } = 6;

    /// <summary>Agent steps after which an episode terminates.</summary>
    [Option("episode-length", "agent steps", "Agent steps after which an episode terminates; 0 for an episode that never ends.",
        Minimum = 0, Maximum = 1_000_000_000)]
    public int EpisodeLength { get; init; } = 10_000;
}
