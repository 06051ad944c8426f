using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>The option of <see cref="CartPole"/>.</summary>
public sealed record CartPoleOptions
{
    /// <summary>Agent steps after which an episode is truncated.</summary>
    [Option("time-limit", "agent steps", "When an episode is truncated; 500 as in CartPole-v1.", Minimum = 1)]
    public int TimeLimit { get; init; } = 500;
}

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

/// <summary>CartPole-v1: pushes to the left or right keep a pole upright on a cart (Barto, Sutton and Anderson, 1983).</summary>
/// <remarks>
/// <para>State and observation: position of the cart in meters, its velocity, angle of the pole in radians (0 is upright), its angular
/// velocity. Actions: 0 pushes to the left, 1 to the right. The reward of every agent step is 1, including the step that terminates the
/// task. The task terminates if the cart is more than 2.4 m from the center, or the pole more than 12° from upright.</para>
/// <para>The equations are those of Gymnasium's cartpole.py, integrated by explicit Euler steps of 0.02 s.</para>
/// </remarks>
internal sealed class CartPole : ControlTask
{
    private const double Gravity = 9.8;
    private const double CartMass = 1.0;
    private const double PoleMass = 0.1;
    private const double TotalMass = PoleMass + CartMass;
    private const double HalfPoleLength = 0.5;
    private const double PoleMassLength = PoleMass * HalfPoleLength;
    private const double PushForce = 10.0;
    private const double TimeStep = 0.02;
    private const double LargestPosition = 2.4;
    private const double LargestAngle = 12 * 2 * Math.PI / 360;
    private const double LargestStart = 0.05;

    /// <inheritdoc/>
    public override int StateSize => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<StateFact> Facts { get; } =
    [
        new("cart position (m)", -LargestPosition, LargestPosition),
        new("cart velocity (m/s)", -3, 3),
        new("pole angle (rad)", -LargestAngle, LargestAngle),
        new("pole angular velocity (rad/s)", -3, 3),
    ];

    /// <inheritdoc/>
    public override ControlDrawing Drawing { get; } = new CartPoleDrawing(LargestPosition, LargestAngle, 2 * HalfPoleLength);

    /// <inheritdoc/>
    public override (int Across, int Up) Axes => (2, 3);

    /// <inheritdoc/>
    public override ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "right");

    /// <inheritdoc/>
    public override void Reset(Span<double> state, RandomGenerator generator)
    {
        foreach (ref double number in state) number = DrawUniform(generator, -LargestStart, LargestStart);
    }

    /// <inheritdoc/>
    public override Transition Advance(Span<double> state, double action)
    {
        (double position, double velocity, double angle, double angularVelocity) = (state[0], state[1], state[2], state[3]);
        double force = action == 1 ? PushForce : -PushForce;
        double cosine = Math.Cos(angle), sine = Math.Sin(angle);
        double push = (force + (PoleMassLength * (angularVelocity * angularVelocity) * sine)) / TotalMass;
        double angularAcceleration = ((Gravity * sine) - (cosine * push))
            / (HalfPoleLength * ((4.0 / 3.0) - (PoleMass * (cosine * cosine) / TotalMass)));
        double acceleration = push - (PoleMassLength * angularAcceleration * cosine / TotalMass);

        state[0] = position + (TimeStep * velocity);
        state[1] = velocity + (TimeStep * acceleration);
        state[2] = angle + (TimeStep * angularVelocity);
        state[3] = angularVelocity + (TimeStep * angularAcceleration);
        return new Transition(Reward: 1, Math.Abs(state[0]) > LargestPosition || Math.Abs(state[2]) > LargestAngle);
    }
}

/// <summary>
/// Draws the cart with its pole to scale, 75 pixels to a meter. Vertical marks on the track show how far the cart may go, and two thin
/// lines from the cart show how far the pole may lean. An arrow below the cart is the last push.
/// </summary>
/// <param name="largestPosition">How far the cart may be from the center, in meters.</param>
/// <param name="largestAngle">How far the pole may lean, in radians.</param>
/// <param name="poleLength">The length of the pole in meters.</param>
internal sealed class CartPoleDrawing(double largestPosition, double largestAngle, double poleLength) : ControlDrawing
{
    private const int Width = 420, Height = 180;
    private const double PixelsPerMeter = 75;
    private const double Track = 145, CartTop = 112, CartBottom = 134, HalfCart = 25, Wheel = 6, Pole = 8, PushLength = 40,
        PushLevel = 166;

    /// <inheritdoc/>
    public override ObservationSpecification Size { get; } = TaskPicture.Size(Width, Height);

    /// <summary>An agent step lasts 0.02 s.</summary>
    public override int FrameRate => 50;

    /// <inheritdoc/>
    public override void Draw(Canvas canvas, ReadOnlySpan<double> state, double action)
    {
        double cart = (Width / 2) + (PixelsPerMeter * state[0]), length = PixelsPerMeter * poleLength;
        canvas.Line(new(0, Track), new(Width, Track), 3, TaskColors.Ground);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double limit = (Width / 2) + (side * PixelsPerMeter * largestPosition);
            canvas.Line(new(limit, Track - 10), new(limit, Track + 10), 3, TaskColors.Mark);
        }

        Point axle = new(cart, CartTop);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            canvas.Line(axle, axle.Toward(length, DirectionOf(side * largestAngle)), 1, TaskColors.Mark);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            canvas.Disc(new(cart + (side * (HalfCart - Wheel - 4)), CartBottom + 4), Wheel, TaskColors.Ink);
        canvas.Polygon(
            [
                new(cart - HalfCart, CartTop), new(cart + HalfCart, CartTop),
                new(cart + HalfCart, CartBottom), new(cart - HalfCart, CartBottom),
            ],
            TaskColors.Body);
        canvas.Line(axle, axle.Toward(length, DirectionOf(state[2])), Pole, TaskColors.Bad);
        canvas.Disc(axle, 3, TaskColors.Ink);
        if (double.IsNaN(action)) return;
        double push = action == 1 ? 0 : Math.PI;
        canvas.Arrow(new Point(cart, PushLevel).Toward(-PushLength / 2, push), push, PushLength, TaskColors.Action);
    }

    /// <summary>A positive angle of the pole leans to the right.</summary>
    private static double DirectionOf(double angle) => (Math.PI / 2) - angle;
}
