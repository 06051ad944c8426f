using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Toys;

/// <summary>What a picture of ABC shows.</summary>
/// <param name="States">The number of states.</param>
/// <param name="State">The present state.</param>
/// <param name="Answered">The state in which the last action was taken; −1 if an episode begins.</param>
/// <param name="Choice">The last action if it was a choice; otherwise −1.</param>
/// <param name="Number">The last action if it was a number.</param>
/// <param name="Target">The right number in the state <paramref name="Answered"/>.</param>
internal readonly record struct AbcView(int States, int State, int Answered, int Choice, float Number, float Target);

/// <summary>
/// Draws the states in a circle, clockwise, the first at the top. The present state is blue. The last action is a line from the middle to
/// the chosen state, green if it was right and red if it was wrong. A continuous action is a dot on a scale from −1 to 1, on which a mark
/// is the right number.
/// </summary>
internal static class AbcDrawing
{
    private const int Side = 280;
    private const double Radius = 108, LargestState = 20, HalfScale = 62;

    /// <summary>The shape of the picture.</summary>
    internal static ObservationSpecification Size { get; } = TaskPicture.Size(Side, Side);

    /// <summary>Draws a state.</summary>
    /// <param name="canvas">An empty picture of the shape <see cref="Size"/>.</param>
    /// <param name="view">The state.</param>
    internal static void Draw(Canvas canvas, AbcView view)
    {
        double size = Math.Clamp(0.7 * Radius * Math.Sin(Math.PI / view.States), 1.5, LargestState);
        Point middle = new(Side / 2, Side / 2);
        for (int state = 0; state < view.States; state++) canvas.Disc(PlaceOf(state, view.States), size, TaskColors.Ground);
        canvas.Disc(PlaceOf(view.State, view.States), Math.Max(size, 4), TaskColors.Body);
        if (view.Answered < 0) return;
        if (view.Choice < 0)
        {
            canvas.Line(new(middle.X - HalfScale, middle.Y), new(middle.X + HalfScale, middle.Y), 3, TaskColors.Mark);
            double target = middle.X + (HalfScale * view.Target);
            canvas.Line(new(target, middle.Y - 12), new(target, middle.Y + 12), 4, TaskColors.Good);
            canvas.Disc(new(middle.X + (HalfScale * Math.Clamp(view.Number, -1, 1)), middle.Y), 7, TaskColors.Action);
            return;
        }

        Color color = view.Choice == view.Answered ? TaskColors.Good : TaskColors.Bad;
        canvas.Arrow(middle, DirectionOf(view.Choice, view.States), Radius - Math.Max(size, 4) - 4, color);
        canvas.Disc(middle, 5, color);
    }

    private static double DirectionOf(int state, int states) => (Math.PI / 2) - (2 * Math.PI * state / states);

    private static Point PlaceOf(int state, int states) => new Point(Side / 2, Side / 2).Toward(Radius, DirectionOf(state, states));
}
