using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Recording;

/// <summary>Observations as pictures. Pixels are drawn unchanged, and the numbers of a vector as bars.</summary>
public static class ObservationPicture
{
    private const int BarLength = 96;
    private const int NumberLetters = 7;
    private const int RowHeight = Lettering.Height + 3;

    /// <summary>The largest number of values that are written as text; longer vectors are drawn only as bars.</summary>
    private const int MostNumbers = 24;

    private const int ThinRowHeight = 2;

    /// <summary>Draws an observation.</summary>
    /// <param name="observation">Pixels or a vector.</param>
    /// <returns>A picture whose size depends only on the observation's specification.</returns>
    public static Picture Of(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return observation.Specification.Kind == ObservationKind.Pixels ? Picture.Of(observation) : Bars(observation.Values);
    }

    /// <summary>Draws a bar for each number from a line in the middle. Its length is the number's share of the largest number.</summary>
    private static Picture Bars(ReadOnlySpan<float> values)
    {
        bool areNumbered = values.Length <= MostNumbers;
        int left = areNumbered ? NumberLetters * Lettering.Advance : 0, rowHeight = areNumbered ? RowHeight : ThinRowHeight;
        var picture = new Picture(left + BarLength, Math.Max(1, values.Length) * rowHeight);
        picture.Fill(0, 0, picture.Width, picture.Height, Theme.Background);
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < values.Length; i++)
        {
            int length = largest > 0 ? (int)Math.Round(Math.Abs(values[i]) / largest * (BarLength / 2)) : 0;
            (int from, Rgb color) = values[i] < 0 ? (-length, Theme.Negative) : (0, Theme.Positive);
            picture.Fill(left + (BarLength / 2) + from, i * rowHeight, length, rowHeight - 1, color);
            if (areNumbered) WriteNumber(picture, Label.Of(values[i]), (i * rowHeight) + 1);
        }

        picture.Fill(left + (BarLength / 2), 0, 1, picture.Height, Theme.Label);
        return picture;
    }

    private static void WriteNumber(Picture picture, string number, int top)
    {
        int right = (NumberLetters - 1) * Lettering.Advance;
        picture.Write(number, right - Lettering.WidthOf(number, 1), top, 1, Theme.Text);
    }
}
