using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Arcade;

/// <summary>Numbers on the screen with seven segments per digit.</summary>
internal static class ScoreDisplay
{
    /// <summary>The height of a digit in rows.</summary>
    internal const int Height = 13;

    /// <summary>The width of a digit in columns, including the gap to the next.</summary>
    internal const int Advance = 12;

    private const int DigitWidth = 8;
    private const int Thickness = 2;
    private const int HalfHeight = (Height + 1) / 2;

    /// <summary>The segments of each digit: top, upper left, upper right, middle, lower left, lower right, bottom.</summary>
    private static ReadOnlySpan<byte> Segments =>
    [
        0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111, 0b1111011,
    ];

    /// <summary>Draws a number.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="number">The number, not negative.</param>
    /// <param name="right">The column after its last digit.</param>
    /// <param name="top">The row of the digits' tops.</param>
    /// <param name="color">The color.</param>
    internal static void Draw(Screen screen, int number, int right, int top, Color color)
    {
        int left = right - DigitWidth;
        do
        {
            DrawDigit(screen, Segments[number % 10], left, top, color);
            number /= 10;
            left -= Advance;
        }
        while (number > 0);
    }

    private static void DrawDigit(Screen screen, int segments, int left, int top, Color color)
    {
        const int FarColumn = DigitWidth - Thickness;
        const int Middle = (Height - Thickness + 1) / 2;
        if ((segments & 0b1000000) != 0) screen.Fill(left, top, DigitWidth, Thickness, color);
        if ((segments & 0b0100000) != 0) screen.Fill(left, top, Thickness, HalfHeight, color);
        if ((segments & 0b0010000) != 0) screen.Fill(left + FarColumn, top, Thickness, HalfHeight, color);
        if ((segments & 0b0001000) != 0) screen.Fill(left, top + Middle, DigitWidth, Thickness, color);
        if ((segments & 0b0000100) != 0) screen.Fill(left, top + Height - HalfHeight, Thickness, HalfHeight, color);
        if ((segments & 0b0000010) != 0) screen.Fill(left + FarColumn, top + Height - HalfHeight, Thickness, HalfHeight, color);
        if ((segments & 0b0000001) != 0) screen.Fill(left, top + Height - Thickness, DigitWidth, Thickness, color);
    }
}
