using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="Pendulum"/>.</summary>
public sealed record PendulumOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 200 as in Pendulum-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 200;
}

/// <summary>Describes <see cref="Pendulum"/> for the catalogue.</summary>
public sealed class PendulumDescription : EnvironmentDescription<PendulumOptions>
{
    /// <inheritdoc/>
    public override string Name => "pendulum";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OtherNames => ["Pendulum-v1"];

    /// <inheritdoc/>
    public override string Summary =>
        "Swing a pendulum up with a weak torque and hold it: a negative reward for each agent step; a good return is about -150.";

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants { get; } =
    [
        new Dictionary<string, string> { ["time-limit"] = "1" },
        new Dictionary<string, string> { ["time-limit"] = "17" },
    ];

    /// <inheritdoc/>
    protected override IEnvironment Create(PendulumOptions options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TimeLimit(new ControlEnvironment(new Pendulum(), generator), options.TimeLimit);
    }
}

/// <summary>Pendulum-v1: a torque swings a pendulum up and keeps it there. The torque is too weak to lift the pendulum directly.</summary>
/// <remarks>
/// <para>State: angle in radians (0 is upright; full turns are counted) and angular velocity. Observation: cosine and sine of the angle,
/// angular velocity. Action: a torque u from −2 to 2. The reward of an agent step is −(θ² + 0.1 ω² + 0.001 u²), where θ, from −π to π, and
/// ω are the angle and the angular velocity before the step. The task never terminates.</para>
/// <para>The equations are those of Gymnasium's pendulum.py, integrated by semi-implicit Euler steps of 0.05 s.</para>
/// </remarks>
internal sealed class Pendulum : ControlTask
{
    private const double Gravity = 10.0;
    private const double Mass = 1.0;
    private const double Length = 1.0;
    private const double TimeStep = 0.05;
    private const double LargestVelocity = 8;
    private const float LargestTorque = 2;
    private const double LargestStartVelocity = 1;

    /// <inheritdoc/>
    public override int StateSize => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ObservationNames { get; } =
        ["cosine of the angle", "sine of the angle", "angular velocity (rad/s)"];

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("angle from upright (rad)", -Math.PI, Math.PI),
        new("angular velocity (rad/s)", -LargestVelocity, LargestVelocity),
    ];

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new PendulumDrawing(LargestTorque);

    /// <inheritdoc/>
    public override ActionSpecification Actions => ActionSpecification.Continuous(1, -LargestTorque, LargestTorque);

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator)
    {
        state[0] = DrawUniform(generator, -Math.PI, Math.PI);
        state[1] = DrawUniform(generator, -LargestStartVelocity, LargestStartVelocity);
    }

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        (double angle, double velocity) = (state[0], state[1]);
        double fromUpright = Normalized(angle);
        double cost = (fromUpright * fromUpright) + (0.1 * (velocity * velocity)) + (0.001 * (action * action));
        double acceleration = (3 * Gravity / (2 * Length) * Math.Sin(angle)) + (3.0 / (Mass * Length * Length) * action);
        state[1] = Math.Clamp(velocity + (acceleration * TimeStep), -LargestVelocity, LargestVelocity);
        state[0] = angle + (state[1] * TimeStep);
        return new Transition(-cost, Terminated: false);
    }

    /// <inheritdoc/>
    public override void Observe(ReadOnlySpan<double> state, Span<float> observation)
    {
        observation[0] = (float)Math.Cos(state[0]);
        observation[1] = (float)Math.Sin(state[0]);
        observation[2] = (float)state[1];
    }

    /// <summary>The angle of a state may have any number of turns.</summary>
    /// <inheritdoc/>
    public override void ReadFacts(ReadOnlySpan<double> state, Span<double> values) =>
        (values[0], values[1]) = (Normalized(state[0]), state[1]);

    /// <summary>The same angle from −π up to π.</summary>
    private static double Normalized(double angle)
    {
        double turned = (angle + Math.PI) % (2 * Math.PI);
        if (turned < 0) turned += 2 * Math.PI;
        return turned - Math.PI;
    }
}

/// <summary>
/// Draws the pendulum. A positive angle leans to the left, as in Gymnasium. The circle is the path of its free end, with a mark at the
/// top. An arrow around the joint is the last torque; the largest torque turns it through 135 degrees.
/// </summary>
/// <param name="largestTorque">The largest torque in N m.</param>
internal sealed class PendulumDrawing(double largestTorque) : ControlDrawing
{
    private const int Side = 280;
    private const double Length = 105, Thickness = 18, ArrowRadius = 30, LargestTurn = 0.75 * Math.PI;

    /// <inheritdoc/>
    public override ObservationSpecification Size { get; } = TaskPicture.Size(Side, Side);

    /// <summary>An agent step lasts 0.05 s.</summary>
    public override int FrameRate => 20;

    /// <inheritdoc/>
    public override void Draw(Canvas canvas, ReadOnlySpan<double> state, double action)
    {
        const double Up = Math.PI / 2;
        Point joint = new(Side / 2, Side / 2);
        canvas.Disc(joint, Length + 1, TaskColors.Ground);
        canvas.Disc(joint, Length - 1, TaskColors.Paper);
        canvas.Line(joint.Toward(Length - 8, Up), joint.Toward(Length + 8, Up), 3, TaskColors.Good);
        canvas.Line(joint, joint.Toward(Length, Up + state[0]), Thickness, TaskColors.Body);
        if (!double.IsNaN(action)) canvas.TurningArrow(joint, ArrowRadius, LargestTurn * action / largestTorque, TaskColors.Action);
        canvas.Disc(joint, 5, TaskColors.Ink);
    }
}
