using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Arcade;

/// <summary>A small figure in one color, drawn from runs of neighboring pixels, or all at once if that is possible.</summary>
internal sealed class Sprite
{
    private readonly List<(int Column, int Row, int Length)> _runs = [];

    /// <summary>The figure and its mirror image in the form that <see cref="Screen.TryStamp"/> takes; empty if too wide.</summary>
    private readonly byte[] _mask = [], _mirrored = [];

    /// <summary>Reads a picture.</summary>
    /// <param name="rows">Rows of equal length; # is a pixel of the figure.</param>
    internal Sprite(params ReadOnlySpan<string> rows)
    {
        Width = rows[0].Length;
        Height = rows.Length;
        for (int row = 0; row < rows.Length; row++) AddRuns(rows[row], row);
        if (Width > Screen.StampWidth) return;
        _mask = new byte[Height * Screen.StampWidth];
        _mirrored = new byte[Height * Screen.StampWidth];
        foreach ((int column, int row, int length) in _runs)
        {
            _mask.AsSpan((row * Screen.StampWidth) + column, length).Fill(byte.MaxValue);
            _mirrored.AsSpan((row * Screen.StampWidth) + Width - column - length, length).Fill(byte.MaxValue);
        }
    }

    /// <summary>The number of columns.</summary>
    internal int Width { get; }

    /// <summary>The number of rows.</summary>
    internal int Height { get; }

    /// <summary>Draws the figure.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="left">Its leftmost column.</param>
    /// <param name="top">Its topmost row.</param>
    /// <param name="color">The color.</param>
    /// <param name="isMirrored">Whether left and right are exchanged.</param>
    internal void Draw(Screen screen, int left, int top, Color color, bool isMirrored = false)
    {
        if (screen.TryStamp(isMirrored ? _mirrored : _mask, left, top, color)) return;
        foreach ((int column, int row, int length) in _runs)
            screen.Fill(left + (isMirrored ? Width - column - length : column), top + row, length, 1, color);
    }

    private void AddRuns(string pixels, int row)
    {
        for (int column = 0; column < pixels.Length; column++)
        {
            int start = column;
            while (column < pixels.Length && pixels[column] == '#') column++;
            if (column > start) _runs.Add((start, row, column - start));
        }
    }
}
