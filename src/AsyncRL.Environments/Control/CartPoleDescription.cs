using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>Describes <see cref="CartPole"/> for the catalogue.</summary>
public sealed class CartPoleDescription : EnvironmentDescription<CartPoleOptions>
{
    /// <inheritdoc/>
    public override string Name => "cartpole";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["CartPole-v1"];

    /// <inheritdoc/>
    public override string Summary =>
        "Balance a pole on a cart: +1 for each agent step; the best return is the time limit, 500.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(CartPoleOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new CartPole(), generator), options.TimeLimit);
    }
}
