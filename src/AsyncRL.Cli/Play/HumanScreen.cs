using System.Globalization;
using AsyncRL.Cli.Views;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>The screen of a person's game: the frame on the left, the score and the keys on the right.</summary>
/// <param name="environment">The task's name.</param>
/// <param name="display">The image to show.</param>
/// <param name="controls">The mapping of keys to actions.</param>
/// <param name="speed">Agent steps per second.</param>
internal sealed class HumanScreen(string environment, EnvironmentDisplay display, Controls controls, double speed)
{
    private const int PanelWidth = 30;
    private const int Gap = 2;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Taken = new(Color.Yellow, decoration: Decoration.Bold);

    /// <summary>Draws the state.</summary>
    /// <param name="state">The state of the game.</param>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows.</param>
    /// <param name="colors">Whether colors can be shown.</param>
    /// <returns>At most <paramref name="height"/> lines.</returns>
    internal StyledText Draw(HumanPlay.State state, int width, int height, bool colors)
    {
        const int TitleRows = 2, BorderSize = 2;
        (int frameWidth, int frameHeight) = (width - PanelWidth - Gap - BorderSize, height - TitleRows - BorderSize);
        StyledText inside = TerminalImage.Draw(display.Draw(), Math.Max(2, frameWidth), Math.Max(1, frameHeight), colors);
        StyledText frame = TerminalImage.Border(inside);
        string perSecond = speed.ToString(CultureInfo.InvariantCulture);
        string pace = controls.WaitsForKeys ? "an agent step for each key" : $"{perSecond} agent steps/s";
        var title = new StyledText().Line().Add(environment, Heading).Add($" · {pace} · q quits", Quiet).Line();
        return title.Append(frame.Beside(Panel(state), frame.Width + Gap));
    }

    private StyledText Panel(HumanPlay.State state)
    {
        var panel = new StyledText();
        AddFigure("episode", NumberText.Count(state.Episode));
        AddFigure("agent step", NumberText.Count(state.Actor.EpisodeLength));
        AddFigure("score", NumberText.Return(state.Actor.EpisodeReturn));
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
