using AsyncRL.Core.Options;

namespace AsyncRL.Core.Tests.Options;

/// <summary>A record with an option of every type and every kind of range.</summary>
internal sealed record SampleOptions
{
    [Option("count", "agent steps", "A whole number in a range.", Minimum = 1, Maximum = 10)]
    public int Count { get; init; } = 5;

    [Option("budget", "frames", "A large whole number with a minimum.", Minimum = 0)]
    public long Budget { get; init; } = 80_000_000;

    [Option("rate", "", "A number with a maximum.", Maximum = 1)]
    public double Rate { get; init; } = 0.7;

    [Option("offset", "", "A number without limits.")]
    public double Offset { get; init; }

    [Option("clip", "", "A truth value.")]
    public bool Clip { get; init; }

    [Option("mode", "", "One of a few words.", AllowedValues = "fast safe")]
    public string Mode { get; init; } = "fast";

    [Option("label", "", "Any text.")]
    public string Label { get; init; } = "none";

    [Option("depth", "frames", "A whole number that may be left open.", Minimum = 1, Maximum = 4)]
    public int? Depth { get; init; }

    /// <summary>A property that is not an option.</summary>
    public int Hidden { get; init; } = 3;
}
