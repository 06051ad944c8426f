using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>What an agent does in a state.</summary>
/// <param name="Probabilities">The policy; empty when the episode is over or actions are vectors.</param>
/// <param name="Vector">The vector that the agent takes for an action; empty when the episode is over or actions are choices.</param>
/// <param name="Taken">The choices that the agent takes, as indices into the probabilities.</param>
public sealed record ShownAction(IReadOnlyList<float> Probabilities, IReadOnlyList<float> Vector, IReadOnlyList<int> Taken)
{
    /// <summary>No action, because the episode is over.</summary>
    public static ShownAction None { get; } = new([], [], []);

    /// <summary>Reads the action of a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>The action.</returns>
    internal static ShownAction Of(EpisodeStep step) =>
        new(step.Probabilities, step.Vector, step.Action >= 0 ? [step.Action] : step.Chosen);

    /// <summary>Whether the agent takes a choice.</summary>
    internal bool Takes(int index)
    {
        foreach (int taken in Taken)
        {
            if (taken == index) return true;
        }

        return false;
    }
}

/// <summary>Draws a policy, a row for each choice with a bar for its probability; or a vector, a row for each number.</summary>
/// <param name="actions">The actions of the agent.</param>
/// <param name="rows">The number of rows, at most that of the choices or numbers.</param>
/// <param name="mostLetters">The most letters of a name.</param>
internal sealed class ActionBars(ActionSpecification actions, int rows, int mostLetters)
{
    /// <summary>Draws a row: the name, and the bar behind it. The bar of a number begins in the middle of its range.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="action">The action.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="left">The first column.</param>
    /// <param name="top">The first row of pixels.</param>
    /// <param name="width">The columns of name and bar.</param>
    /// <param name="textScale">The side length of the squares that form a letter.</param>
    internal void Draw(Picture picture, ShownAction action, int row, int left, int top, int width, int textScale)
    {
        bool isTaken = action.Takes(row);
        picture.Write(actions.NameOf(row, mostLetters), left, top, textScale, isTaken ? Theme.Chosen : Theme.Label);
        int names = (LettersOfNames() + 1) * Lettering.Advance * textScale;
        DrawBar(picture, action, row, left + names, top, width - names, Lettering.Height * textScale);
    }

    /// <summary>Draws the bar of a row.</summary>
    internal void DrawBar(Picture picture, ShownAction action, int row, int left, int top, int width, int height)
    {
        Rgb color = action.Takes(row) ? Theme.Chosen : Theme.Other;
        picture.Fill(left, top, width, height, Theme.Empty);
        if (row < action.Probabilities.Count)
        {
            picture.Fill(left, top, (int)Math.Round(action.Probabilities[row] * width), height, color);
        }
        else if (row < action.Vector.Count)
        {
            int length = (int)Math.Round(ShareOfRange(action.Vector[row], row) * (width / 2));
            picture.Fill(left + (width / 2) + Math.Min(0, length), top, Math.Max(2, Math.Abs(length)), height, color);
        }
    }

    private int LettersOfNames()
    {
        int letters = 1;
        for (int i = 0; i < rows; i++) letters = Math.Max(letters, actions.NameOf(i, mostLetters).Length);
        return letters;
    }

    /// <summary>The position from −1 to 1. A range without bounds is drawn as a range from −1 to 1.</summary>
    private double ShareOfRange(float value, int number)
    {
        (double low, double high) = (actions.Low[number], actions.High[number]);
        if (!double.IsFinite(low) || !double.IsFinite(high)) (low, high) = (-1, 1);
        return Math.Clamp(((2 * value) - low - high) / (high - low), -1, 1);
    }
}
