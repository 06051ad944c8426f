using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Catch;

/// <summary>Catch: a small task of pixels with a known optimum that is learned in seconds. Its options make it harder.</summary>
public sealed class CatchDescription : EnvironmentDescription<CatchOptions>
{
    private const int PaperStack = 4;

    /// <inheritdoc/>
    public override string Name => "catch";

    /// <inheritdoc/>
    public override string Summary => "Move a paddle under falling balls: +1 for each caught, -1 for each missed; optimal return = balls.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["rows"] = "2", ["columns"] = "2", ["paddle-width"] = "1" },
        new Dictionary<string, string> { ["rows"] = "7", ["columns"] = "40", ["paddle-width"] = "2", ["ball-speed"] = "4" },
        new Dictionary<string, string> { ["drift"] = "2", ["stack"] = "2" },
        new Dictionary<string, string> { ["balls"] = "4", ["drift"] = "1", ["reward-delay"] = "9", ["stack"] = "4" },
        new Dictionary<string, string> { ["balls"] = "60", ["visibility"] = "0.5" },
        new Dictionary<string, string> { ["balls"] = "3", ["visibility"] = "first-frame" },
        new Dictionary<string, string> { ["rendering"] = "84" },
        new Dictionary<string, string> { ["rendering"] = "84", ["stack"] = "1", ["rows"] = "84", ["columns"] = "84", ["balls"] = "5" },
    ];

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => IsSeenOnce(options);

    /// <inheritdoc/>
    protected override IEnvironment Create(CatchOptions options, RandomGenerator generator) => Make(options, generator);

    /// <summary>Whether a ball is seen where it is released only.</summary>
    internal static bool IsSeenOnce(object options) => Visibility.Parse(((CatchOptions)options).Visibility).MaximumAge == 0;

    /// <summary>Makes the task, with stacked frames if the options ask for them.</summary>
    internal static IEnvironment Make(CatchOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        int stack = options.Stack ?? (options.Rendering == "84" ? PaperStack : 1);
        var frames = new CatchEnvironment(options, generator);
        return stack == 1 ? frames : new FrameStack(frames, stack);
    }
}
