using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Catch;

/// <summary>
/// Catch with the ball visible only in the first frame: a task for memory. For the bound on networks without memory see
/// docs/environments/toys.md.
/// </summary>
public sealed class CatchOnceDescription : EnvironmentDescription<CatchOnceOptions>
{
    /// <inheritdoc/>
    public override string Name => "catch-once";

    /// <inheritdoc/>
    public override string Summary =>
        "Catch whose ball is visible only in the first frame; without memory at most 9 of 24 balls are caught, with memory all of them.";

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => CatchDescription.IsSeenOnce(options);

    /// <inheritdoc/>
    protected override IEnvironment Create(CatchOnceOptions options, RandomGenerator generator) =>
        CatchDescription.Make(options, generator);
}

/// <summary>The options of Catch, with the ball visible only once by default.</summary>
public sealed record CatchOnceOptions : CatchOptions
{
    /// <summary>The ball is visible only in the first frame.</summary>
    public CatchOnceOptions() => Visibility = "first-frame";
}
