using System.Runtime.Intrinsics;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="Acrobot"/>.</summary>
public sealed record AcrobotOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 500 as in Acrobot-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 500;
}

/// <summary>Describes <see cref="Acrobot"/> for the catalogue.</summary>
public sealed class AcrobotDescription : EnvironmentDescription<AcrobotOptions>
{
    /// <inheritdoc/>
    public override string Name => "acrobot";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["Acrobot-v1"];

    /// <inheritdoc/>
    public override string Summary =>
        "Swing a two-link pendulum up by its middle joint: -1 for each agent step; a good return is about -80.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(AcrobotOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new Acrobot(), generator), options.TimeLimit);
    }
}

/// <summary>Acrobot-v1: a torque at the middle joint swings a two-link pendulum up (Sutton, 1996).</summary>
/// <remarks>
/// <para>State: angle of the first link in radians (0 hangs down), angle of the second link relative to the first, both angular velocities.
/// Observation: cosine and sine of the first angle, cosine and sine of the second, both angular velocities. Actions: 0, 1, 2 are torques of
/// −1, 0, 1. The reward of an agent step is −1. The step that terminates the task has the reward 0: the free end is then more than one link
/// above the fixed end.</para>
/// <para>The equations are those of the book (Sutton and Barto), as in Gymnasium's acrobot.py. They are integrated by one Runge-Kutta step
/// of fourth order over 0.2 s. As in Gymnasium, the first state of an episode is rounded to float32, and later states are not.</para>
/// </remarks>
internal sealed class Acrobot : ControlTask
{
    private const double TimeStep = 0.2;
    private const double LargestVelocity1 = 4 * Math.PI;
    private const double LargestVelocity2 = 9 * Math.PI;
    private const double LargestStart = 0.1;

    /// <inheritdoc/>
    public override int StateSize => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ObservationNames { get; } =
    [
        "cosine of the first angle", "sine of the first angle", "cosine of the second angle", "sine of the second angle",
        "first angular velocity (rad/s)", "second angular velocity (rad/s)",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("first angle (rad)", -Math.PI, Math.PI),
        new("second angle (rad)", -Math.PI, Math.PI),
        new("first angular velocity (rad/s)", -LargestVelocity1, LargestVelocity1),
        new("second angular velocity (rad/s)", -LargestVelocity2, LargestVelocity2),
    ];

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new AcrobotDrawing();

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "no-op", "right");

    /// <summary>Angles are reduced to ±π. A velocity beyond its limit would give an angle that is too large to reduce.</summary>
    /// <param name="index">The index of the number.</param>
    /// <returns>The magnitude.</returns>
    public override double Largest(int index) => index switch { 2 => LargestVelocity1, 3 => LargestVelocity2, _ => Math.PI };

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator)
    {
        foreach (ref double number in state) number = (float)DrawUniform(generator, -LargestStart, LargestStart);
    }

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        Vector256<double> next = Integrated(Vector256.Create<double>(state), torque: action - 1);
        state[0] = Wrapped(next[0]);
        state[1] = Wrapped(next[1]);
        state[2] = Math.Clamp(next[2], -LargestVelocity1, LargestVelocity1);
        state[3] = Math.Clamp(next[3], -LargestVelocity2, LargestVelocity2);
        bool isUp = -Math.Cos(state[0]) - Math.Cos(state[1] + state[0]) > 1;
        return new Transition(isUp ? 0 : -1, isUp);
    }

    /// <inheritdoc/>
    public override void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        observation[0] = (float)Math.Cos(state[0]);
        observation[1] = (float)Math.Sin(state[0]);
        observation[2] = (float)Math.Cos(state[1]);
        observation[3] = (float)Math.Sin(state[1]);
        observation[4] = (float)state[2];
        observation[5] = (float)state[3];
    }

    /// <summary>The classical Runge-Kutta method: four slopes, of which the two in the middle have double weight.</summary>
    private static Vector256<double> Integrated(Vector256<double> state, double torque)
    {
        Vector256<double> slope1 = AcrobotEquations.Derivative(state, torque);
        Vector256<double> slope2 = AcrobotEquations.Derivative(state + (TimeStep / 2 * slope1), torque);
        Vector256<double> slope3 = AcrobotEquations.Derivative(state + (TimeStep / 2 * slope2), torque);
        Vector256<double> slope4 = AcrobotEquations.Derivative(state + (TimeStep * slope3), torque);
        return state + (TimeStep / 6 * (slope1 + (2 * slope2) + (2 * slope3) + slope4));
    }

    /// <summary>The same angle from −π to π.</summary>
    private static double Wrapped(double angle)
    {
        while (angle > Math.PI) angle -= 2 * Math.PI;
        while (angle < -Math.PI) angle += 2 * Math.PI;
        return angle;
    }
}

/// <summary>The equations of motion of the acrobot (Sutton and Barto, "Reinforcement Learning", 1998, section 11.3).</summary>
/// <remarks>Both links are 1 m long, weigh 1 kg, have their center of mass in the middle and a moment of inertia of 1 kg m².</remarks>
internal static class AcrobotEquations
{
    private const double Mass = 1;
    private const double Length = 1;
    private const double Center = 0.5;
    private const double Inertia = 1;
    private const double Gravity = 9.8;

    /// <summary>The rate of change of a state.</summary>
    /// <param name="state">Both angles, both angular velocities.</param>
    /// <param name="torque">The torque at the middle joint in N m.</param>
    /// <returns>Both angular velocities, both angular accelerations.</returns>
    internal static Vector256<double> Derivative(Vector256<double> state, double torque)
    {
        (double angle1, double angle2, double velocity1, double velocity2) = (state[0], state[1], state[2], state[3]);
        double cosine = Math.Cos(angle2), sine = Math.Sin(angle2);
        double inertia1 = (Mass * Center * Center) + (Mass * ((Length * Length) + (Center * Center) + (2 * Length * Center * cosine)))
            + Inertia + Inertia;
        double coupling = (Mass * ((Center * Center) + (Length * Center * cosine))) + Inertia;
        double gravity2 = Mass * Center * Gravity * Math.Cos(angle1 + angle2 - (Math.PI / 2));
        double force1 = (-Mass * Length * Center * velocity2 * velocity2 * sine)
            - (2 * Mass * Length * Center * velocity2 * velocity1 * sine)
            + (((Mass * Center) + (Mass * Length)) * Gravity * Math.Cos(angle1 - (Math.PI / 2)))
            + gravity2;
        double centrifugal2 = Mass * Length * Center * velocity1 * velocity1 * sine;
        double acceleration2 = (torque + (coupling / inertia1 * force1) - centrifugal2 - gravity2)
            / ((Mass * Center * Center) + Inertia - (coupling * coupling / inertia1));
        double acceleration1 = -((coupling * acceleration2) + force1) / inertia1;
        return Vector256.Create(velocity1, velocity2, acceleration1, acceleration2);
    }
}

/// <summary>
/// Draws the two links. Angles are positive counterclockwise. The horizontal line is the height that the free end must reach. An arrow
/// around the middle joint is the last torque.
/// </summary>
internal sealed class AcrobotDrawing : ControlDrawing
{
    private const int Side = 280;
    private const double LinkLength = 60, Thickness = 13, ArrowRadius = 22, Turn = 0.75 * Math.PI;

    /// <inheritdoc/>
    public override ObservationSpecification Size { get; } = TaskPicture.Size(Side, Side);

    /// <summary>An agent step lasts 0.2 s, which looks slow; so it is shown three times as fast.</summary>
    public override int FrameRate => 15;

    /// <inheritdoc/>
    public override void Draw(Canvas canvas, ReadOnlySpan<double> state, double action)
    {
        const double Down = -Math.PI / 2;
        Point fixedJoint = new(Side / 2, Side / 2);
        Point middleJoint = fixedJoint.Toward(LinkLength, Down + state[0]);
        Point end = middleJoint.Toward(LinkLength, Down + state[0] + state[1]);
        canvas.Line(new(0, fixedJoint.Y - LinkLength), new(Side, fixedJoint.Y - LinkLength), 3, TaskColors.Good);
        canvas.Line(fixedJoint, middleJoint, Thickness, TaskColors.Body);
        canvas.Line(middleJoint, end, Thickness, TaskColors.SecondBody);
        if (!double.IsNaN(action)) canvas.TurningArrow(middleJoint, ArrowRadius, Turn * (action - 1), TaskColors.Action);
        canvas.Disc(fixedJoint, 5, TaskColors.Ink);
        canvas.Disc(middleJoint, 4, TaskColors.Ink);
    }
}
