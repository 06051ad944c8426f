using System.Globalization;
using AsyncRL.Cli.Views;
using Spectre.Console;

namespace AsyncRL.Cli.Play;

/// <summary>Draws the numbers of a vector, each with a bar whose length is relative to the largest magnitude.</summary>
internal static class VectorBars
{
    private const int CellWidth = 26;
    private const int Gap = 2;
    private static readonly Style Positive = new(Color.Green);
    private static readonly Style Negative = new(Color.Red);
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>Draws a vector.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="width">Available columns; numbers that do not fit are left out.</param>
    /// <param name="height">Available rows.</param>
    /// <returns>The lines.</returns>
    internal static StyledText Draw(ReadOnlySpan<float> values, int width, int height)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, Math.Abs(value));
        int columns = Math.Max(1, Math.Min((width + Gap) / (CellWidth + Gap), (values.Length + height - 1) / height));
        int rows = Math.Min(height, (values.Length + columns - 1) / columns);
        var sheet = new StyledText();
        for (int row = 0; row < rows; row++)
        {
            sheet.Line();
            for (int column = 0; column < columns; column++)
            {
                int i = (column * rows) + row;
                if (i < values.Length) AddCell(sheet, i, values[i], largest);
                sheet.Add(new string(' ', Gap));
            }
        }

        return sheet;
    }

    private static void AddCell(StyledText sheet, int index, float value, float largest)
    {
        const int IndexWidth = 4, NumberWidth = 9, BarWidth = CellWidth - IndexWidth - NumberWidth - 2;
        sheet.AddRight(index.ToString(CultureInfo.InvariantCulture), IndexWidth, Quiet).Add(" ");
        sheet.AddRight(NumberText.Significant(value), NumberWidth).Add(" ");
        sheet.Add(Bar.Solid(largest > 0 ? Math.Abs(value) / largest : 0, BarWidth), value < 0 ? Negative : Positive);
    }
}
