using System.Globalization;
using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>
/// One picture of many frames in a grid, row by row. Below each frame are its episode, agent step, score and value, and the policy: a bar
/// for the probability of each action, or for each number of a vector. The action that the agent takes has another color.
/// </summary>
/// <param name="title">The title above the grid.</param>
/// <param name="actions">The actions of the agent.</param>
/// <param name="scale">The side length of the squares that the frames' pixels become, at least 1.</param>
public sealed class ContactSheet(string title, ActionSpecification actions, int scale)
{
    /// <summary>The most rows with a name. More actions, up to the second number, have thin bars without names.</summary>
    private const int MostNamedRows = 6, MostRows = 24;

    private const int NameLetters = 7, ThinBar = 3;

    private const int Gap = 8;
    private const int CaptionLines = 3;
    private const int LettersAcross = 15;

    /// <summary>The ratio of the grid's width to its height.</summary>
    private const double Proportion = 1.5;

    private readonly ActionBars _bars = new(actions, Math.Min(actions.TotalCount, MostNamedRows), NameLetters);

    private int Rows => Math.Min(actions.TotalCount, MostRows);

    private bool HasNames => actions.TotalCount <= MostNamedRows;

    /// <summary>What the agent's number of a state is called.</summary>
    public string ValueName { get; init; } = "value";

    /// <summary>Draws the sheet.</summary>
    /// <param name="frames">The frames, all of one size, at least one.</param>
    /// <returns>The picture.</returns>
    public Picture Draw(IReadOnlyList<CaptionedFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        Cell cell = MakeCell(frames[0].Picture.Width * scale, frames[0].Picture.Height * scale);
        int columns = ColumnsOf(frames.Count, cell.Width, cell.Height), rows = (frames.Count + columns - 1) / columns;
        int head = cell.Line + Gap;
        var sheet = new Picture((columns * (cell.Width + Gap)) + Gap, head + (rows * (cell.Height + Gap)) + Gap);
        sheet.Fill(0, 0, sheet.Width, sheet.Height, Theme.Background);
        sheet.Write(title, Gap, Gap, cell.TextScale, Theme.Text);
        for (int i = 0; i < frames.Count; i++)
        {
            int left = Gap + (i % columns * (cell.Width + Gap)), top = head + Gap + (i / columns * (cell.Height + Gap));
            DrawCell(sheet, frames[i], cell, left, top);
        }

        return sheet;
    }

    /// <summary>The number of columns for a grid with about the wanted ratio.</summary>
    /// <param name="count">The number of cells.</param>
    /// <param name="width">The width of a cell in pixels.</param>
    /// <param name="height">The height of a cell in pixels.</param>
    /// <returns>From 1 to <paramref name="count"/>.</returns>
    internal static int ColumnsOf(int count, int width, int height) =>
        Math.Clamp((int)Math.Round(Math.Sqrt(Proportion * count * height / width)), 1, count);

    private Cell MakeCell(int frameWidth, int frameHeight)
    {
        int textScale = Math.Max(1, frameWidth / (LettersAcross * Lettering.Advance));
        int line = (Lettering.Height + 2) * textScale;
        int width = Math.Max(frameWidth, LettersAcross * Lettering.Advance * textScale);
        int bars = Rows * (HasNames ? line : ThinBar * textScale);
        return new Cell(width, frameHeight + textScale + (CaptionLines * line) + bars, textScale, line, bars);
    }

    private void DrawCell(Picture sheet, CaptionedFrame frame, Cell cell, int left, int top)
    {
        sheet.Paint(frame.Picture.Enlarge(scale), left, top);
        int below = top + cell.Height - cell.Bars - (CaptionLines * cell.Line) + (2 * cell.TextScale);
        string place = string.Create(CultureInfo.InvariantCulture, $"{frame.Episode}: step {frame.AgentSteps}");
        sheet.Write(Label.Cut(place, LettersAcross), left, below, cell.TextScale, Theme.Label);
        sheet.Write($"score {Label.Of(frame.Score)}", left, below + cell.Line, cell.TextScale, frame.IsEnd ? Theme.Chosen : Theme.Text);
        string value = frame.IsEnd ? "episode over" : $"{ValueName} {Label.Of(frame.Value)}";
        sheet.Write(value, left, below + (2 * cell.Line), cell.TextScale, frame.IsEnd ? Theme.Chosen : Theme.Text);
        int bars = below + (CaptionLines * cell.Line);
        for (int row = 0; row < Rows; row++)
        {
            if (HasNames) _bars.Draw(sheet, frame.Action, row, left, bars + (row * cell.Line), cell.Width, cell.TextScale);
            else _bars.DrawBar(sheet, frame.Action, row, left, bars + (row * ThinBar * cell.TextScale), cell.Width, 2 * cell.TextScale);
        }
    }

    private readonly record struct Cell(int Width, int Height, int TextScale, int Line, int Bars);
}

/// <summary>A frame of a <see cref="ContactSheet"/>.</summary>
/// <param name="Picture">The picture of the step.</param>
/// <param name="Episode">The episode's number, from 1.</param>
/// <param name="AgentSteps">Agent steps of the episode so far.</param>
/// <param name="Score">Sum of the episode's rewards so far.</param>
/// <param name="IsEnd">Whether the episode is over.</param>
public sealed record CaptionedFrame(Picture Picture, int Episode, int AgentSteps, double Score, bool IsEnd)
{
    /// <summary>The agent's estimate of the value; NaN when the episode is over.</summary>
    public float Value { get; init; } = float.NaN;

    /// <summary>The policy and the action that the agent takes.</summary>
    public ShownAction Action { get; init; } = ShownAction.None;

    /// <summary>Makes the frame of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="largestSide">A picture of a longer side is reduced to it, in pixels.</param>
    /// <returns>The frame, which does not change when the memory of the step is reused.</returns>
    public static CaptionedFrame Of(EpisodeStep step, int largestSide = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(step);
        Picture picture = ObservationPicture.Of(step.Screen);
        if (Math.Max(picture.Width, picture.Height) > largestSide) picture = picture.Fit(largestSide, largestSide);
        return new CaptionedFrame(picture, step.Episode, step.AgentSteps, step.Return, step.IsEnd)
        {
            Value = step.Value,
            Action = ShownAction.Of(step),
        };
    }
}
