using System.Linq;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>A number of each agent step of a game, which is drawn as a line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The number of each agent step; those that are not finite are not drawn.</param>
public sealed record GameCurve(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Whether the line is gray and thin, because it belongs to another one.</summary>
    public bool IsFaint { get; init; }

    /// <summary>Its color; null for one that differs from those of the other curves.</summary>
    public Rgb? Color { get; init; }
}

/// <summary>
/// Draws agent steps of a game: a picture of the game on the left, and on the right curves that grow with the game, each with its present
/// number.
/// </summary>
/// <param name="title">The title above the curves.</param>
/// <param name="curves">The curves, all as long as the game.</param>
public sealed class GameCurvesPicture(string title, IReadOnlyList<GameCurve> curves)
{
    /// <summary>The most curves that are told apart by their colors.</summary>
    public const int MostCurves = 8;

    private const int TextScale = 2, Letter = Lettering.Advance * TextScale, Line = (Lettering.Height + 3) * TextScale, Margin = 12;
    private const int PanelLetters = 34, PanelWidth = PanelLetters * Letter, SmallestPlot = 130, Thick = 3, Thin = 2, LettersOfNumber = 8;

    /// <summary>The room above and below the curves, where the ends of the axis are written.</summary>
    private const double Room = 0.07;

    private static readonly Rgb[] Colors =
    [
        Theme.Other, Theme.Chosen, Theme.Positive, Theme.Negative, new(190, 130, 220), new(90, 200, 205), new(240, 150, 90), Theme.Text,
    ];

    private readonly (double Low, double High) _range = RangeOf(curves);

    /// <summary>Colored lines of text below the names of the curves, such as the meaning of colors in the picture of the game.</summary>
    public IReadOnlyList<(Rgb Color, string Text)> Notes { get; init; } = [];

    /// <summary>The indices of the agent steps at which an episode begins, before which all curves have a gap.</summary>
    public IReadOnlyList<int> Begins { get; init; } = [];

    private int HeaderHeight => (2 + curves.Count + Notes.Count) * Line;

    /// <summary>Draws an agent step.</summary>
    /// <param name="screen">The picture of the game, of one size for all steps; null if there is none.</param>
    /// <param name="step">The index of the agent step in the curves.</param>
    /// <param name="caption">A short text below the title.</param>
    /// <returns>A picture of the same size for every step.</returns>
    public Picture Draw(Picture? screen, int step, string caption)
    {
        int left = screen is null ? Margin : screen.Width + (2 * Margin);
        int height = Math.Max(screen?.Height ?? 0, HeaderHeight + SmallestPlot);
        var picture = new Picture(left + PanelWidth + Margin, height + (2 * Margin));
        picture.Fill(0, 0, picture.Width, picture.Height, Theme.Background);
        if (screen is not null) picture.Paint(screen, Margin, Margin);
        int top = Margin;
        WriteLine(title, Theme.Text);
        WriteLine(caption, Theme.Label);
        for (int i = 0; i < curves.Count; i++)
        {
            string number = Label.Of(curves[i].Values[step]);
            picture.Write(number, left + PanelWidth - Lettering.WidthOf(number, TextScale), top, TextScale, Theme.Text);
            WriteLine(Label.Cut(curves[i].Name, PanelLetters - LettersOfNumber), ColorOf(i));
        }

        foreach ((Rgb color, string text) in Notes) WriteLine(text, color);
        DrawCurves(picture, left, top, height + Margin - top, step);
        return picture;

        void WriteLine(string text, Rgb color)
        {
            picture.Write(Label.Cut(text, PanelLetters), left, top, TextScale, color);
            top += Line;
        }
    }

    private void DrawCurves(Picture picture, int left, int top, int height, int step)
    {
        picture.Fill(left, top, PanelWidth, height, Theme.Empty);
        if (_range.Low < 0 && _range.High > 0) picture.Fill(left, RowOf(0), PanelWidth, 1, Theme.Label);
        foreach (int begin in Begins) picture.Fill(ColumnOf(begin), top, 1, height, Theme.Background);
        picture.Fill(ColumnOf(step), top, 1, height, Theme.Label);
        for (int i = 0; i < curves.Count; i++)
        {
            int thick = curves[i].IsFaint ? Thin : Thick;
            int? before = null;
            for (int at = 0; at <= step; at++)
            {
                double value = curves[i].Values[at];
                if (Begins.Contains(at)) before = null;
                if (!double.IsFinite(value))
                {
                    before = null;
                    continue;
                }

                if (before is { } row) Join(at, row, RowOf(value), thick, ColorOf(i));
                else picture.Fill(ColumnOf(at), RowOf(value), thick, thick, ColorOf(i));
                before = RowOf(value);
            }
        }

        // The ends of the vertical axis are written last, so that no curve hides them.
        picture.Write(Label.Of(_range.High), left + 2, top + 2, 1, Theme.Label);
        picture.Write(Label.Of(_range.Low), left + 2, top + height - Lettering.Height - 2, 1, Theme.Label);

        int ColumnOf(int at) => left + (at * (PanelWidth - Thick) / Math.Max(1, curves[0].Values.Count - 1));

        int RowOf(double value) =>
            top + (int)Math.Round((height - Thick) * (_range.High - value) / (_range.High - _range.Low));

        // A straight line from the step before, which is thick across and upwards.
        void Join(int at, int from, int to, int thick, Rgb color)
        {
            int start = ColumnOf(at - 1), columns = Math.Max(1, ColumnOf(at) - start);
            for (int x = 0; x < columns; x++)
            {
                int one = from + ((to - from) * x / columns), other = from + ((to - from) * (x + 1) / columns);
                picture.Fill(start + x, Math.Min(one, other), thick, Math.Abs(other - one) + thick, color);
            }
        }
    }

    private Rgb ColorOf(int curve) => curves[curve].Color ?? (curves[curve].IsFaint ? Theme.Label : Colors[curve % Colors.Length]);

    private static (double Low, double High) RangeOf(IReadOnlyList<GameCurve> curves)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (GameCurve curve in curves)
        {
            foreach (double value in curve.Values)
            {
                if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        if (low > high) return (-1, 1);
        double room = high > low ? Room * (high - low) : 1;
        return (low - room, high + room);
    }
}
