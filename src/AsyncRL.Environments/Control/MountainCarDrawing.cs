using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Control;

/// <summary>
/// Draws the valley with the car. The horizontal axis is the position. A flag marks the goal, and the left edge of the picture is the wall.
/// An arrow below the car is the last force of the engine.
/// </summary>
/// <param name="goal">The position of the goal.</param>
/// <param name="forceOf">The force of an action, from −1 to 1.</param>
internal sealed class MountainCarDrawing(double goal, Func<double, double> forceOf) : ControlDrawing
{
    private const int Width = 420, Height = 260;
    private const double PixelsPerUnit = 210, HeightOfUnit = 80, LevelOfZero = 150, LeftEnd = -1.2, LeftMargin = 21;
    private const double HalfCar = 17, Wheel = 5, CarTop = 19, ArrowDepth = 16, LargestArrow = 40, Pole = 46, FlagLength = 18;

    /// <inheritdoc/>
    public override ObservationSpecification Size { get; } = TaskPicture.Size(Width, Height);

    /// <inheritdoc/>
    public override int FrameRate => 30;

    /// <inheritdoc/>
    public override void Draw(Canvas canvas, ReadOnlySpan<double> state, double action)
    {
        DrawValley(canvas);
        Point foot = OnHill(goal), tip = new(foot.X, foot.Y - Pole);
        canvas.Line(foot, tip, 2, TaskColors.Ink);
        canvas.Polygon([tip, new(tip.X + FlagLength, tip.Y + 7), new(tip.X, tip.Y + 14)], TaskColors.Good);
        DrawCar(canvas, state[0]);
        if (double.IsNaN(action)) return;
        double force = forceOf(action), slope = SlopeAt(state[0]), length = Math.Abs(force) * LargestArrow;
        double direction = force > 0 ? slope : slope + Math.PI;
        Point middle = OnHill(state[0]).Toward(ArrowDepth, slope - (Math.PI / 2));
        canvas.Arrow(middle.Toward(-length / 2, direction), direction, length, TaskColors.Action);
    }

    private static void DrawValley(Canvas canvas)
    {
        for (int column = 0; column < Width; column++)
            canvas.FillBelow(column, OnHill(PositionAt(column + 0.5)).Y, TaskColors.Ground);
        for (int column = 0; column < Width; column += 4)
            canvas.Line(OnHill(PositionAt(column)), OnHill(PositionAt(column + 4)), 2, TaskColors.Mark);
        double wall = LeftMargin - HalfCar;
        canvas.Polygon([new(0, 0), new(wall, 0), new(wall, Height), new(0, Height)], TaskColors.Ink);
    }

    private static void DrawCar(Canvas canvas, double position)
    {
        double slope = SlopeAt(position), up = slope + (Math.PI / 2);
        Point ground = OnHill(position);
        Point floor = ground.Toward(Wheel + 2, up), roof = ground.Toward(CarTop, up);
        canvas.Polygon(
            [
                floor.Toward(HalfCar, slope), roof.Toward(HalfCar - 4, slope),
                roof.Toward(4 - HalfCar, slope), floor.Toward(-HalfCar, slope),
            ],
            TaskColors.Body);
        Point axle = ground.Toward(Wheel, up);
        canvas.Disc(axle.Toward(HalfCar - 6, slope), Wheel, TaskColors.Ink);
        canvas.Disc(axle.Toward(6 - HalfCar, slope), Wheel, TaskColors.Ink);
    }

    private static double PositionAt(double x) => LeftEnd + ((x - LeftMargin) / PixelsPerUnit);

    /// <summary>The height of the hill at a position x is sin 3x.</summary>
    private static Point OnHill(double position) =>
        new(LeftMargin + (PixelsPerUnit * (position - LeftEnd)), LevelOfZero - (HeightOfUnit * Math.Sin(3 * position)));

    private static double SlopeAt(double position) => Math.Atan(3 * Math.Cos(3 * position) * HeightOfUnit / PixelsPerUnit);
}
