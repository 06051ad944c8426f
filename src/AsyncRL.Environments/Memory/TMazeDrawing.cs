using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Memory;

/// <summary>What a picture of the T-maze shows.</summary>
/// <param name="Corridor">The number of cells before the junction.</param>
/// <param name="Cell">The cell of the agent; that of the junction is <paramref name="Corridor"/>.</param>
/// <param name="IsCueUp">Whether the right turn is up.</param>
/// <param name="LastAction">The last action; −1 if an episode begins.</param>
/// <param name="HasTurned">Whether the last action was a turn at the junction.</param>
internal readonly record struct TMazeView(int Corridor, int Cell, bool IsCueUp, int LastAction, bool HasTurned);

/// <summary>
/// Draws the maze with the start on the left and the junction on the right. The triangle in the first cell is the cue; it is pale where the
/// agent does not see it. The end of the right turn is green, the other red. An arrow from the agent is its last action,
/// except for a turn, which the place of the agent shows.
/// </summary>
internal static class TMazeDrawing
{
    private const int Width = 420, Height = 180;
    private const double Middle = Height / 2, HalfCorridor = 17, Margin = 30, HalfArm = 68, LargestCell = 34, SmallestLined = 8;
    private const double Agent = 9, ArrowLength = 22, Cue = 9;

    /// <summary>The shape of the picture.</summary>
    internal static ObservationSpecification Size { get; } = TaskPicture.Size(Width, Height);

    /// <summary>Draws a state.</summary>
    /// <param name="canvas">An empty picture of the shape <see cref="Size"/>.</param>
    /// <param name="view">The state.</param>
    internal static void Draw(Canvas canvas, TMazeView view)
    {
        double cell = Math.Min(LargestCell, (Width - (2 * Margin)) / (view.Corridor + 1));
        double left = (Width - (cell * (view.Corridor + 1))) / 2;
        double junction = MiddleOf(view.Corridor, left, cell);
        Block(canvas, left, Middle - HalfCorridor, Math.Max(junction, left + HalfCorridor), Middle + HalfCorridor, TaskColors.Ground);
        Block(canvas, junction - HalfCorridor, Middle - HalfArm, junction + HalfCorridor, Middle + HalfArm, TaskColors.Ground);
        for (int i = 1; cell >= SmallestLined && i <= view.Corridor; i++)
            canvas.Line(new(left + (i * cell), Middle - HalfCorridor), new(left + (i * cell), Middle + HalfCorridor), 1, TaskColors.Paper);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            bool isRight = view.IsCueUp == (side == -1);
            double end = Middle + (side * HalfArm), begin = end - (side * 2 * HalfCorridor);
            Color color = isRight ? TaskColors.Good : TaskColors.Bad;
            Block(canvas, junction - HalfCorridor, Math.Min(begin, end), junction + HalfCorridor, Math.Max(begin, end), color);
        }

        DrawCue(canvas, view, MiddleOf(0, left, cell));
        DrawAgent(canvas, view, MiddleOf(view.Cell, left, cell));
    }

    private static void DrawCue(Canvas canvas, TMazeView view, double x)
    {
        double up = view.IsCueUp ? -1 : 1, back = Middle + (up * (HalfCorridor + 9)), tip = back + (up * 2 * Cue);
        canvas.Polygon([new(x - Cue, back), new(x + Cue, back), new(x, tip)], view.Cell == 0 ? TaskColors.Ink : TaskColors.Ground);
    }

    private static void DrawAgent(Canvas canvas, TMazeView view, double x)
    {
        double direction = view.LastAction switch
        {
            TMazeEnvironment.Forward => 0,
            TMazeEnvironment.Up => Math.PI / 2,
            _ => -Math.PI / 2,
        };
        Point place = new(x, Middle);
        if (view.HasTurned) place = place.Toward(HalfArm - HalfCorridor, direction);
        else if (view.LastAction >= 0) canvas.Arrow(place, direction, ArrowLength, TaskColors.Action);
        canvas.Disc(place, Agent, TaskColors.Body);
    }

    private static double MiddleOf(int cell, double left, double width) => left + ((cell + 0.5) * width);

    private static void Block(Canvas canvas, double left, double top, double right, double bottom, Color color) =>
        canvas.Polygon([new(left, top), new(right, top), new(right, bottom), new(left, bottom)], color);
}
