using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

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
