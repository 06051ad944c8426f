using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

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
