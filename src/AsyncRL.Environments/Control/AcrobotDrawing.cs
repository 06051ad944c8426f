using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

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
