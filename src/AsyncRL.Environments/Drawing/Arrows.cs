namespace AsyncRL.Environments.Drawing;

/// <summary>Arrows on a canvas. They show the direction and the size of the last action.</summary>
internal static class Arrows
{
    private const double Thickness = 4;
    private const double HeadLength = 10;
    private const double HalfHeadWidth = 7;

    /// <summary>Draws an arrow as a straight line. An arrow that is shorter than its head consists of a smaller head only.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="from">The end without a head.</param>
    /// <param name="direction">In radians; 0 is to the right, and π/2 is up.</param>
    /// <param name="length">The length in pixels; nothing is drawn if it is 0 or less.</param>
    /// <param name="color">The color.</param>
    internal static void Arrow(this Canvas canvas, Point from, double direction, double length, Color color)
    {
        if (length <= 0) return;
        double head = Math.Min(HeadLength, length);
        if (length > head) canvas.Line(from, from.Toward(length - head, direction), Thickness, color);
        DrawHead(canvas, from.Toward(length - head, direction), direction, head, color);
    }

    /// <summary>Draws an arrow along a circle from its uppermost point.</summary>
    /// <param name="canvas">The picture.</param>
    /// <param name="middle">The middle of the circle.</param>
    /// <param name="radius">Its radius in pixels.</param>
    /// <param name="angle">The angle that the arrow turns through in radians, positive to the left; nothing is drawn if it is 0.</param>
    /// <param name="color">The color.</param>
    internal static void TurningArrow(this Canvas canvas, Point middle, double radius, double angle, Color color)
    {
        const double Up = Math.PI / 2;
        const int Parts = 24;
        if (angle == 0) return;
        double head = Math.Min(HeadLength, Math.Abs(angle) * radius), arc = angle - (Math.CopySign(head, angle) / radius);
        Point end = middle.Toward(radius, Up);
        for (int i = 1; i <= Parts; i++)
        {
            Point next = middle.Toward(radius, Up + (arc * i / Parts));
            if (head == HeadLength) canvas.Line(end, next, Thickness, color);
            end = next;
        }

        // The head follows the chord of its part of the circle, so that its tip lies on the circle.
        double middleOfHead = arc + (Math.CopySign(head, angle) / radius / 2);
        DrawHead(canvas, end, Up + middleOfHead + Math.CopySign(Up, angle), head, color);
    }

    private static void DrawHead(Canvas canvas, Point back, double direction, double length, Color color)
    {
        double halfWidth = HalfHeadWidth * length / HeadLength;
        canvas.Polygon(
            [
                back.Toward(length, direction),
                back.Toward(halfWidth, direction + (Math.PI / 2)),
                back.Toward(halfWidth, direction - (Math.PI / 2)),
            ],
            color);
    }
}
