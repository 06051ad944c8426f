using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="MountainCar"/>.</summary>
public sealed record MountainCarOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 200 as in MountainCar-v0.", Minimum = 1)]
    public int TimeLimit { get; init; } = 200;
}

/// <summary>Describes <see cref="MountainCar"/> for the catalogue.</summary>
public sealed class MountainCarDescription : EnvironmentDescription<MountainCarOptions>
{
    /// <inheritdoc/>
    public override string Name => "mountain-car";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["MountainCar-v0"];

    /// <inheritdoc/>
    public override string Summary =>
        "Rock a car with a weak engine out of a valley: -1 for each agent step; a good return is about -100.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(MountainCarOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new MountainCar(), generator), options.TimeLimit);
    }
}

/// <summary>MountainCar-v0: an engine too weak for the hill must gain momentum on the other side (Moore, 1990).</summary>
/// <remarks>
/// State and observation: position and velocity. Actions: 0 accelerates to the left, 1 not at all, 2 to the right. The reward of every
/// agent step is −1. The task terminates at position 0.5, if the velocity there is not negative. The equations are those of Gymnasium's
/// mountain_car.py; <see cref="MountainCarDynamics"/> contains those of the valley.
/// </remarks>
internal sealed class MountainCar : ControlTask
{
    private const double Force = 0.001;
    private const double Goal = 0.5;

    /// <inheritdoc/>
    public override int StateSize => MountainCarDynamics.StateSize;

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts => MountainCarDynamics.Facts;

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new MountainCarDrawing(Goal, action => action - 1);

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "no-op", "right");

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator) => MountainCarDynamics.Reset(state, generator);

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        MountainCarDynamics.Roll(state, (action - 1) * Force);
        return new Transition(Reward: -1, state[0] >= Goal && state[1] >= 0);
    }
}

/// <summary>
/// The valley of both mountain car tasks (Moore, 1990; Sutton and Barto, 2018, example 10.1). Its height is sin 3x. It has a wall at its
/// left end. The car starts at rest near the bottom.
/// </summary>
/// <remarks>A state is the position x, from −1.2 to 0.6, and the velocity, from −0.07 to 0.07.</remarks>
internal static class MountainCarDynamics
{
    /// <summary>The number of values in a state.</summary>
    internal const int StateSize = 2;

    private const double Gravity = 0.0025;
    private const double LeftEnd = -1.2;
    private const double RightEnd = 0.6;
    private const double LargestVelocity = 0.07;
    private const double FirstStart = -0.6;
    private const double LastStart = -0.4;

    /// <summary>Position and velocity.</summary>
    internal static IReadOnlyList<StateFact> Facts { get; } =
    [
        new("position", LeftEnd, RightEnd),
        new("velocity", -LargestVelocity, LargestVelocity),
    ];

    /// <summary>Draws the start of the car.</summary>
    /// <param name="state">Receives position and velocity.</param>
    /// <param name="generator">The source of randomness.</param>
    internal static void Reset(Span<double> state, RandomGenerator generator)
    {
        state[0] = ControlTask.DrawUniform(generator, FirstStart, LastStart);
        state[1] = 0;
    }

    /// <summary>Lets the car roll for one agent step; the wall stops it.</summary>
    /// <param name="state">Position and velocity, replaced by the next ones.</param>
    /// <param name="engine">The amount that the engine adds to the velocity.</param>
    internal static void Roll(Span<double> state, double engine)
    {
        double velocity = state[1] + (engine - (Gravity * Math.Cos(3 * state[0])));
        velocity = Math.Clamp(velocity, -LargestVelocity, LargestVelocity);
        double position = Math.Clamp(state[0] + velocity, LeftEnd, RightEnd);
        state[0] = position;
        state[1] = position == LeftEnd && velocity < 0 ? 0 : velocity;
    }
}
