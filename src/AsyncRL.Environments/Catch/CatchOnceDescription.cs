using AsyncRL.Randomness;

namespace AsyncRL.Environments.Catch;

/// <summary>
/// Catch with the ball seen in the first frame only: a task for memory. What a network without memory can reach is bounded (see
/// docs/environments/toys.md).
/// </summary>
public sealed class CatchOnceDescription : EnvironmentDescription<CatchOnceOptions>
{
    /// <inheritdoc/>
    public override string Name => "catch-once";

    /// <inheritdoc/>
    public override string Summary =>
        "Catch whose ball is drawn in the first frame only: without memory some 9 of 24 columns can be caught, with it all.";

    /// <inheritdoc/>
    public override bool NeedsMemory(object options) => CatchDescription.IsSeenOnce(options);

    /// <inheritdoc/>
    protected override IEnvironment Create(CatchOnceOptions options, RandomGenerator generator) =>
        CatchDescription.Make(options, generator);
}

/// <summary>The knobs of Catch, with the ball seen once by default.</summary>
public sealed record CatchOnceOptions : CatchOptions
{
    /// <summary>The ball is seen in the first frame only.</summary>
    public CatchOnceOptions() => Visibility = "first-frame";
}
