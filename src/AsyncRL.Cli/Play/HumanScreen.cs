using System.Globalization;
using AsyncRL.Cli.Views;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>What a person who plays sees: the frame on the left, the score and the keys on the right.</summary>
/// <param name="environment">The task's name.</param>
/// <param name="sight">What is shown of it.</param>
/// <param name="controls">Which key is which action.</param>
/// <param name="speed">Agent steps per second.</param>
internal sealed class HumanScreen(string environment, Sight sight, Controls controls, double speed)
{
    private const int PanelWidth = 30;
    private const int Gap = 2;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Taken = new(Color.Yellow, decoration: Decoration.Bold);

    /// <summary>Draws how things stand.</summary>
    /// <param name="state">How things stand.</param>
    /// <param name="width">Columns there are.</param>
    /// <param name="height">Rows there are.</param>
    /// <param name="colors">Whether colors can be shown.</param>
    /// <returns>At most that many lines.</returns>
    internal Sheet Draw(HumanPlay.State state, int width, int height, bool colors)
    {
        const int TitleRows = 2, BorderSize = 2;
        (int frameWidth, int frameHeight) = (width - PanelWidth - Gap - BorderSize, height - TitleRows - BorderSize);
        Sheet inside = Frames.Draw(sight.Look(), Math.Max(2, frameWidth), Math.Max(1, frameHeight), colors);
        Sheet frame = Frames.Border(inside);
        string perSecond = speed.ToString(CultureInfo.InvariantCulture);
        string pace = controls.WaitsForKeys ? "an agent step for each key" : $"{perSecond} agent steps/s";
        var title = new Sheet().Line().Add(environment, Heading).Add($" · {pace} · q quits", Quiet).Line();
        return title.Then(frame.Beside(Panel(state), frame.Width + Gap));
    }

    private Sheet Panel(HumanPlay.State state)
    {
        var panel = new Sheet();
        AddFigure("episode", Figure.Count(state.Episode));
        AddFigure("agent step", Figure.Count(state.Actor.EpisodeLength));
        AddFigure("score", Figure.Return(state.Actor.EpisodeReturn));
        panel.Line();
        foreach ((string keys, string meaning, bool isTaken) in controls.Legend(state.Pressed))
        {
            Style? style = isTaken ? Taken : null;
            panel.Line().Add(isTaken ? "▶ " : "  ", style).AddLeft(keys, 12, style).Add(meaning, style);
        }

        panel.Line();
        if (state.Actor.EpisodeIsOver) panel.Line().Add("episode over", Taken).Add(" · enter goes on", Quiet);
        return panel;

        void AddFigure(string label, string value) => panel.Line().AddLeft(label, 14, Quiet).AddRight(value, 10, Heading);
    }
}
