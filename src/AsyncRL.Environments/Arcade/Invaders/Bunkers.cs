using AsyncRL.Core.State;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Arcade.Invaders;

/// <summary>Three bunkers of crumbling cells, each 2 by 2 pixels.</summary>
internal sealed class Bunkers
{
    internal const int Top = 156;
    internal const int CellSize = 2;

    private const int Count = 3;
    private const int Columns = 10;
    private const int Rows = 6;
    private const int FirstLeft = 30;
    private const int Spacing = 40;

    /// <summary>The cells of a new bunker, one bit each, by row from the top; they form an arch.</summary>
    private static ReadOnlySpan<int> Whole =>
        [0b0011111100, 0b0111111110, 0b1111111111, 0b1111111111, 0b1110000111, 0b1110000111];

    /// <summary>The remaining cells: the rows of the first bunker, then of the others.</summary>
    private readonly int[] _cells = new int[Count * Rows];

    internal void Build()
    {
        for (int bunker = 0; bunker < Count; bunker++) Whole.CopyTo(_cells.AsSpan(bunker * Rows));
    }

    internal void Clear() => _cells.AsSpan().Clear();

    /// <summary>Breaks the cell at a pixel, and those beside it.</summary>
    /// <returns>Whether there was a cell.</returns>
    internal bool TryBreak(int x, int y)
    {
        int row = (y - Top) / CellSize, bunker = (x - FirstLeft) / Spacing, column = (x - FirstLeft) % Spacing / CellSize;
        if (y < Top || row >= Rows || x < FirstLeft || bunker >= Count || column >= Columns) return false;
        ref int cells = ref _cells[(bunker * Rows) + row];
        if ((cells & (1 << column)) == 0) return false;
        cells &= ~(0b111 << column >> 1);
        return true;
    }

    internal void Draw(Screen screen, Color color)
    {
        for (int index = 0; index < _cells.Length; index++)
        {
            int left = FirstLeft + (index / Rows * Spacing), top = Top + (index % Rows * CellSize);
            screen.FillCells((uint)_cells[index], left, top, CellSize, CellSize, color);
        }
    }

    internal void Transfer(StateTransfer state) => state.Numbers(_cells, "row of a bunker");
}
