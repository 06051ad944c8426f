using CommunityToolkit.HighPerformance;

namespace AsyncRL.Environments.Catch;

/// <summary>Draws a game of Catch as an image of any size: paddle and balls are 255, the rest is 0.</summary>
internal static class CatchPainter
{
    private const byte Foreground = 255;

    /// <summary>Draws the whole image again.</summary>
    /// <param name="game">The game in its current state.</param>
    /// <param name="maximumAge">Balls released longer ago than this, in agent steps, are not drawn.</param>
    /// <param name="image">Receives rows × columns pixels; the image has at least as many rows and columns as the board.</param>
    internal static void Paint(CatchGame game, int maximumAge, Span2D<byte> image)
    {
        image.Clear();
        FillCells(game, game.Rows - 1, game.PaddleColumn, game.PaddleWidth, image);
        for (int ball = game.FirstBall; ball < game.EndBall; ball++)
        {
            if (game.AgeOf(ball) <= maximumAge) FillCells(game, game.RowOf(ball), game.ColumnOf(ball), 1, image);
        }
    }

    /// <summary>
    /// Fills neighboring cells of a row. Cell k of n covers the pixels from ⌊k·size/n⌋ up to ⌊(k+1)·size/n⌋. The sizes of cells differ by
    /// at most one pixel, and there are no gaps. If the image has the size of the board, a cell is one pixel.
    /// </summary>
    private static void FillCells(CatchGame game, int row, int column, int count, Span2D<byte> image)
    {
        int top = row * image.Height / game.Rows;
        int bottom = (row + 1) * image.Height / game.Rows;
        int left = column * image.Width / game.Columns;
        int right = (column + count) * image.Width / game.Columns;
        image.Slice(top, left, bottom - top, right - left).Fill(Foreground);
    }
}
