using OxyPlot;

namespace AsyncRL.Visualization.Charts;

/// <summary>Draws the texts within a panel: those along lines, and the names of points where nothing else lies.</summary>
/// <param name="panel">The panel.</param>
/// <param name="frame">Where the panel lies.</param>
/// <param name="x">The range of the horizontal axis.</param>
/// <param name="y">The range of the vertical axis.</param>
internal sealed class LabelDrawing(ChartPanel panel, OxyRect frame, AxisRange x, AxisRange y)
{
    private const int MostBoxes = 2000;
    private const double FromStart = 14, AboveLine = 10, Step = 6, HalfLine = 3, AroundDot = 3;

    private static readonly OxyColor Paper = OxyColor.FromAColor(200, OxyColors.White);

    private readonly LabelPlacement _placement = new(new Box(frame.Left, frame.Top, frame.Width, frame.Height));

    /// <summary>Draws the texts.</summary>
    internal void Draw(IRenderContext context)
    {
        foreach (ChartSeries series in panel.Series)
        {
            if (series is not ChartLine { Caption.Length: > 0, Points.Count: > 1 } line) continue;
            DrawCaption(context, line, PlaceOf(line.Points[0]), PlaceOf(line.Points[1]));
        }

        if (panel.Labels.Count == 0) return;
        foreach (ChartSeries series in panel.Series) Reserve(series);
        foreach (ChartLabel label in panel.Labels)
        {
            if (!x.CanShow(label.X) || !y.CanShow(label.Y)) continue;
            ScreenPoint point = PlaceOf((label.X, label.Y));
            string text = ChartText.Clean(label.Text);
            Box box = _placement.Place(point.X, point.Y, text);

            // The text of a label that covers a line stays legible.
            context.DrawRectangle(
                new OxyRect(box.X, box.Y, box.Width, box.Height), Paper, OxyColors.Undefined, 0, EdgeRenderingMode.Automatic);
            ChartLettering.Text(context, new ScreenPoint(box.X, box.Y + (box.Height / 2)), text, ChartColors.Of(label.Color));
        }
    }

    /// <summary>Draws a text along a line. Small boxes along it are reserved.</summary>
    private void DrawCaption(IRenderContext context, ChartLine line, ScreenPoint start, ScreenPoint end)
    {
        double angle = Math.Atan2(end.Y - start.Y, end.X - start.X), length = ChartText.WidthOf(line.Caption);
        if (!double.IsFinite(angle)) return;
        (double along, double down) = (Math.Cos(angle), Math.Sin(angle));
        var place = new ScreenPoint(start.X + (FromStart * along) + (AboveLine * down), start.Y + (FromStart * down) - (AboveLine * along));
        ChartLettering.Text(context, place, line.Caption, ChartColors.Gray, rotation: angle * 180 / Math.PI);
        for (double at = 0; at < length; at += Step)
            _placement.Reserve(Box.Around(place.X + (at * along), place.Y + (at * down), Step));
    }

    private void Reserve(ChartSeries series)
    {
        if (series is ChartDots dots)
        {
            foreach ((double px, double py) in dots.Points)
            {
                if (!x.CanShow(px) || !y.CanShow(py)) continue;
                ScreenPoint place = PlaceOf((px, py));
                _placement.Reserve(Box.Around(place.X, place.Y, dots.Radius + AroundDot));
            }
        }
        else if (series is ChartLine line)
        {
            for (int i = 1; i < line.Points.Count; i++) Reserve(PlaceOf(line.Points[i - 1]), PlaceOf(line.Points[i]));
        }
    }

    /// <summary>Avoids boxes along a line. A part with an end that is not drawn has no length that is finite.</summary>
    private void Reserve(ScreenPoint start, ScreenPoint end)
    {
        double length = Math.Sqrt(Math.Pow(end.X - start.X, 2) + Math.Pow(end.Y - start.Y, 2));
        if (!double.IsFinite(length)) return;

        // A line that leaves the panel by far has its boxes farther apart.
        double step = Math.Max(Step, length / MostBoxes);
        for (double at = 0; at <= length; at += step)
        {
            double share = at / Math.Max(length, 1);
            _placement.Avoid(Box.Around(start.X + (share * (end.X - start.X)), start.Y + (share * (end.Y - start.Y)), HalfLine));
        }
    }

    private ScreenPoint PlaceOf((double X, double Y) point) =>
        new(frame.Left + (frame.Width * x.ShareAt(point.X)), frame.Bottom - (frame.Height * y.ShareAt(point.Y)));
}
