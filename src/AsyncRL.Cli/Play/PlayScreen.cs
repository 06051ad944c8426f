using System.Globalization;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Recording;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>A step of an episode: the screen on the left, the agent's outputs on the right.</summary>
/// <param name="configuration">The run.</param>
/// <param name="speed">Agent steps per second; null if steps are printed without waiting.</param>
internal sealed class PlayScreen(TrainingConfiguration configuration, double? speed)
{
    private const int PanelWidth = 32;
    private const int Gap = 2;
    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Quiet = new(Color.Grey);
    private static readonly Style Chosen = new(Color.Yellow, decoration: Decoration.Bold);
    private static readonly Style Other = new(Color.Blue);

    /// <summary>Draws a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows.</param>
    /// <param name="colors">Whether colors can be shown.</param>
    /// <returns>At most <paramref name="height"/> lines.</returns>
    internal StyledText Draw(EpisodeStep step, int width, int height, bool colors)
    {
        const int TitleRows = 2, BorderSize = 2;
        int frameWidth = Math.Max(2, width - PanelWidth - Gap - BorderSize);
        int frameHeight = Math.Max(1, height - TitleRows - BorderSize);
        StyledText frame = TerminalImage.Border(TerminalImage.Draw(step.Screen, frameWidth, frameHeight, colors));
        StyledText body = frame.Beside(Panel(step, height - TitleRows), frame.Width + Gap);
        string pace = speed is { } known ? $" · {known.ToString(CultureInfo.InvariantCulture)} agent steps/s · Ctrl-C ends" : "";
        string title = $"{configuration.Algorithm.Name} on {configuration.Environment.Name}";
        return new StyledText().Line().Add(title, Heading).Add(pace, Quiet).Line().Append(body);
    }

    private StyledText Panel(EpisodeStep step, int height)
    {
        var panel = new StyledText();
        AddFigure("episode", NumberText.Count(step.Episode));
        AddFigure("agent step", NumberText.Count(step.AgentSteps));
        AddFigure("return", NumberText.Return(step.Return));
        AddFigure(configuration.Algorithm.ValueName, NumberText.Significant(step.Value));
        AddFigure("mean return", MeanOf(step.Returns));
        panel.Line();
        if (step.IsEnd) panel.Line().Add("episode over", Chosen);
        else if (step.Vector.Length > 0) AddVector(panel, step.Vector, height - panel.Height);
        else AddPolicy(panel, step, configuration.Actions, height - panel.Height);
        return panel;

        void AddFigure(string label, string value) => panel.Line().AddLeft(label, 14, Quiet).AddRight(value, 10, Heading);
    }

    private static void AddPolicy(StyledText panel, EpisodeStep step, ActionSpecification actions, int rows)
    {
        const int ActionWidth = 9, BarWidth = 13;
        panel.Line().Add("   action probability", Quiet);
        int shown = Math.Min(step.Probabilities.Length, rows - 1);
        for (int i = 0; i < shown; i++)
        {
            bool chosen = step.Takes(i);
            Style? style = chosen ? Chosen : null;
            float probability = step.Probabilities[i];
            panel.Line().Add(chosen ? "▶" : " ", style).AddRight(actions.NameOf(i, ActionWidth - 1), ActionWidth - 1, style).Add(" ");
            panel.Add(Bar.Solid(probability, BarWidth), style ?? Other).AddRight(NumberText.Percent(probability) + " %", 6, style);
        }
    }

    private static void AddVector(StyledText panel, float[] vector, int rows)
    {
        panel.Line().Add("action", Quiet);
        for (int i = 0; i < Math.Min(vector.Length, rows - 1); i++)
            panel.Line().AddRight(i.ToString(CultureInfo.InvariantCulture), 4).AddRight(NumberText.Significant(vector[i]), 12, Heading);
    }

    private static string MeanOf(IReadOnlyList<double> returns)
    {
        double sum = 0;
        foreach (double value in returns) sum += value;
        return returns.Count > 0 ? NumberText.MeanReturn(sum / returns.Count) : NumberText.MeanReturn(double.NaN);
    }
}
