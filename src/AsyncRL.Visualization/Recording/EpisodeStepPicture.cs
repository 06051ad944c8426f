using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>The data of one step of an episode.</summary>
public sealed class EpisodeStep
{
    /// <summary>The agent's observation.</summary>
    public required Observation Observation { get; init; }

    /// <summary>The screen for people. By default it is the observation.</summary>
    public Observation Screen
    {
        get => field ?? Observation;
        init;
    }

    /// <summary>
    /// The policy, a probability per choice, of several choices at once those of one dimension after the other; empty when the episode is
    /// over or actions are vectors.
    /// </summary>
    public required float[] Probabilities { get; init; }

    /// <summary>The vector that the agent takes for an action; empty when the episode is over or actions are choices.</summary>
    public float[] Vector { get; init; } = [];

    /// <summary>The agent's estimate of the value; NaN when the episode is over.</summary>
    public required float Value { get; init; }

    /// <summary>The choice that the agent takes; −1 when the episode is over or actions are of another kind.</summary>
    public required int Action { get; init; }

    /// <summary>The choices that the agent takes at once, as indices into <see cref="Probabilities"/>; empty for another kind.</summary>
    public int[] Chosen { get; init; } = [];

    /// <summary>The episode's number, from 1.</summary>
    public required int Episode { get; init; }

    /// <summary>Agent steps of the episode so far.</summary>
    public required int AgentSteps { get; init; }

    /// <summary>Sum of the episode's rewards so far.</summary>
    public required double Return { get; init; }

    /// <summary>The returns of finished episodes.</summary>
    public required IReadOnlyList<double> Returns { get; init; }

    /// <summary>Whether the episode is over.</summary>
    public bool IsEnd => Action < 0 && Vector.Length == 0 && Chosen.Length == 0;

    /// <summary>Whether the agent takes a choice.</summary>
    /// <param name="index">An index into <see cref="Probabilities"/>.</param>
    /// <returns>Whether it does.</returns>
    public bool Takes(int index) => index == Action || Array.IndexOf(Chosen, index) >= 0;
}

/// <summary>Draws the steps of an episode, with the screen on the left, and score, value and policy on the right.</summary>
/// <param name="title">The title above the figures.</param>
/// <param name="actions">The actions of the agent.</param>
/// <param name="scale">The side length of the squares that the frame's pixels become, at least 1.</param>
public sealed class EpisodeStepPicture(string title, ActionSpecification actions, int scale)
{
    private const int TextScale = 2;
    private const int Letter = Lettering.Advance * TextScale;
    private const int Line = (Lettering.Height + 2) * TextScale;
    private const int PanelLetters = 20;
    private const int PanelWidth = PanelLetters * Letter;
    private const int Margin = 12;
    private const int MostNameLetters = 10;
    private const int MostRows = 24;
    private const int FigureLines = 5;
    private const int CurveHeight = 40;
    private const int CurveLabelHeight = Lettering.Height + 3;

    private readonly List<float> _values = [];
    private readonly ActionBars _bars = new(actions, Math.Min(actions.TotalCount, MostRows), MostNameLetters);

    private int Rows => Math.Min(actions.TotalCount, MostRows);

    private int PanelHeight => ((FigureLines + Rows) * Line) + (2 * Margin) + CurveLabelHeight + CurveHeight;

    /// <summary>What the agent's number of a state is called.</summary>
    public string ValueName { get; init; } = "value";

    /// <summary>Draws a step. The steps of an episode must come in order, because earlier values are also drawn.</summary>
    /// <param name="step">The step.</param>
    /// <returns>A picture of the same size for every step.</returns>
    public Picture Draw(EpisodeStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.AgentSteps == 0) _values.Clear();
        if (!step.IsEnd) _values.Add(step.Value);
        Picture frame = ObservationPicture.Of(step.Screen).Enlarge(scale);
        var picture = new Picture(frame.Width + PanelWidth + (3 * Margin), Math.Max(frame.Height, PanelHeight) + (2 * Margin));
        picture.Fill(0, 0, picture.Width, picture.Height, Theme.Background);
        picture.Paint(frame, Margin, Margin);
        int left = frame.Width + (2 * Margin), top = Margin;
        WriteFigures(picture, step, left, ref top);
        top += Margin;
        var action = ShownAction.Of(step);
        for (int i = 0; i < Rows; i++, top += Line) _bars.Draw(picture, action, i, left, top, PanelWidth, TextScale);
        DrawCurve(picture, left, top + Margin);
        return picture;
    }

    private void WriteFigures(Picture picture, EpisodeStep step, int left, ref int top)
    {
        picture.Write(Label.Cut(title, PanelLetters), left, top, TextScale, Theme.Text);
        top += Line;
        ReadOnlySpan<(string Name, string Figure)> rows =
        [
            (step.IsEnd ? "episode over" : "episode", Label.Of(step.Episode)),
            ("agent step", Label.Of(step.AgentSteps)),
            ("score", Label.Of(step.Return)),
            (ValueName, Label.Of(step.Value)),
        ];
        foreach ((string name, string figure) in rows)
        {
            picture.Write(name, left, top, TextScale, step.IsEnd && top == Margin + Line ? Theme.Chosen : Theme.Label);
            picture.Write(figure, left + PanelWidth - Lettering.WidthOf(figure, TextScale), top, TextScale, Theme.Text);
            top += Line;
        }
    }

    /// <summary>Draws the values of the episode so far, with the latest on the right, between the smallest and the largest value.</summary>
    private void DrawCurve(Picture picture, int left, int top)
    {
        const int Dot = 2, Columns = PanelWidth / Dot;
        picture.Write($"{ValueName} so far", left, top, 1, Theme.Label);
        top += CurveLabelHeight;
        picture.Fill(left, top, PanelWidth, CurveHeight, Theme.Empty);
        int first = Math.Max(0, _values.Count - Columns);
        (float low, float high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (int i = first; i < _values.Count; i++) (low, high) = (Math.Min(low, _values[i]), Math.Max(high, _values[i]));
        for (int i = first; i < _values.Count; i++)
        {
            double share = high > low ? (_values[i] - low) / (high - low) : 0.5;
            if (!double.IsFinite(share)) continue;
            int y = (int)Math.Round((1 - share) * (CurveHeight - Dot));
            picture.Fill(left + ((i - first) * Dot), top + y, Dot, Dot, Theme.Positive);
        }
    }
}
