using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Control;

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
