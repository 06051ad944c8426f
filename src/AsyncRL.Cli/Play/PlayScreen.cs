using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Recording;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>A moment of an episode: the screen on the left, what it thinks on the right.</summary>
/// <param name="configuration">The run.</param>
/// <param name="speed">Agent steps per second; null where nobody waits for the next.</param>
internal sealed class PlayScreen(TrainingConfiguration configuration, double? speed)
{
    private const int PanelWidth = 32;
    private const int Gap = 2;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Chosen = new(Color.Yellow, decoration: Decoration.Bold);
    private static readonly Style Other = new(Color.Blue);

    /// <summary>Draws a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="width">Columns there are.</param>
    /// <param name="height">Rows there are.</param>
    /// <param name="colors">Whether colors can be shown.</param>
    /// <returns>At most that many lines.</returns>
    internal Sheet Draw(Moment moment, int width, int height, bool colors)
    {
        const int TitleRows = 2, BorderSize = 2;
        int frameWidth = Math.Max(2, width - PanelWidth - Gap - BorderSize);
        int frameHeight = Math.Max(1, height - TitleRows - BorderSize);
        Sheet frame = Frames.Border(Frames.Draw(moment.Screen, frameWidth, frameHeight, colors));
        Sheet body = frame.Beside(Panel(moment, height - TitleRows), frame.Width + Gap);
        string pace = speed is { } known ? $" · {known.ToString(CultureInfo.InvariantCulture)} agent steps/s · Ctrl-C ends" : "";
        string title = $"{configuration.Algorithm.Name} on {configuration.Environment.Name}";
        return new Sheet().Line().Add(title, Heading).Add(pace, Quiet).Line().Then(body);
    }

    private Sheet Panel(Moment moment, int height)
    {
        var panel = new Sheet();
        AddFigure("episode", Figure.Count(moment.Episode));
        AddFigure("agent step", Figure.Count(moment.AgentSteps));
        AddFigure("return", Figure.Return(moment.Return));
        AddFigure("value", Figure.Significant(moment.Value));
        AddFigure("mean return", MeanOf(moment.Returns));
        panel.Line();
        if (moment.IsEnd) panel.Line().Add("episode over", Chosen);
        else if (moment.Vector.Length > 0) AddVector(panel, moment.Vector, height - panel.Height);
        else AddPolicy(panel, moment, configuration.Actions, height - panel.Height);
        return panel;

        void AddFigure(string label, string value) => panel.Line().AddLeft(label, 14, Quiet).AddRight(value, 10, Heading);
    }

    private static void AddPolicy(Sheet panel, Moment moment, ActionSpecification actions, int rows)
    {
        const int ActionWidth = 9, BarWidth = 13;
        panel.Line().Add("   action probability", Quiet);
        int shown = Math.Min(moment.Probabilities.Length, rows - 1);
        for (int i = 0; i < shown; i++)
        {
            bool chosen = i == moment.Action;
            Style? style = chosen ? Chosen : null;
            float probability = moment.Probabilities[i];
            panel.Line().Add(chosen ? "▶" : " ", style).AddRight(actions.NameOf(i, ActionWidth - 1), ActionWidth - 1, style).Add(" ");
            panel.Add(Bar.Solid(probability, BarWidth), style ?? Other).AddRight(Figure.Percent(probability) + " %", 6, style);
        }
    }

    private static void AddVector(Sheet panel, float[] vector, int rows)
    {
        panel.Line().Add("action", Quiet);
        for (int i = 0; i < Math.Min(vector.Length, rows - 1); i++)
            panel.Line().AddRight(i.ToString(CultureInfo.InvariantCulture), 4).AddRight(Figure.Significant(vector[i]), 12, Heading);
    }

    private static string MeanOf(IReadOnlyList<double> returns)
    {
        double sum = 0;
        foreach (double value in returns) sum += value;
        return returns.Count > 0 ? Figure.MeanReturn(sum / returns.Count) : Figure.MeanReturn(double.NaN);
    }
}
