using CommunityToolkit.HighPerformance;

namespace AsyncRL.Environments.Catch;

/// <summary>Draws a game of Catch as an image of any size: paddle and balls 255 on 0.</summary>
internal static class CatchPainter
{
    private const byte Foreground = 255;

    /// <summary>Draws everything anew.</summary>
    /// <param name="game">The game as it stands.</param>
    /// <param name="maximumAge">Balls released longer ago than this, in agent steps, are not drawn.</param>
    /// <param name="image">Receives rows × columns pixels, at least as many each way as the board has cells.</param>
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
    /// Fills neighbouring cells of a row. Cell k of n covers the pixels from ⌊k·size/n⌋ up to ⌊(k+1)·size/n⌋: cells differ by at most one
    /// pixel, leave no gap, and are single pixels where the image has the board's size.
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
