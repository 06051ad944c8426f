using System.Numerics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// One axis of an area average: the source cells that a target cell covers, with their weights as whole numbers.
/// </summary>
/// <remarks>
/// Let S source cells become T target cells, with S/T = P/Q in lowest terms. A target cell is then P units long and a source cell Q units.
/// Overlaps are whole numbers of units, and the overlaps of a target cell sum to P. So no weight is ever rounded.
/// </remarks>
internal sealed class AreaWeights
{
    private readonly int _units;

    /// <summary>Computes the weights.</summary>
    /// <param name="source">The number of source cells, at least 1.</param>
    /// <param name="target">The number of target cells, at least 1.</param>
    internal AreaWeights(int source, int target)
    {
        int common = (int)BigInteger.GreatestCommonDivisor(source, target);
        (Sum, _units) = (source / common, target / common);
        for (int cell = 0; cell < target; cell++) Taps = Math.Max(Taps, EndOf(cell) - FirstOf(cell));
    }

    /// <summary>The sum of the weights of a target cell.</summary>
    internal int Sum { get; }

    /// <summary>The largest number of source cells that a target cell covers.</summary>
    internal int Taps { get; }

    /// <summary>The first source cell that a target cell covers.</summary>
    internal int FirstOf(int cell) => cell * Sum / _units;

    /// <summary>The source cell after the last that a target cell covers.</summary>
    internal int EndOf(int cell) => ((((cell + 1) * Sum) - 1) / _units) + 1;

    /// <summary>The overlap of a target cell with a source cell.</summary>
    /// <param name="cell">The target cell.</param>
    /// <param name="tap">The source cell, counted from the first that the target cell covers; may be past the last.</param>
    /// <returns>The overlap in units; 0 for a source cell that is not covered.</returns>
    internal int WeightOf(int cell, int tap)
    {
        int start = (FirstOf(cell) + tap) * _units;
        int overlap = Math.Min(start + _units, (cell + 1) * Sum) - Math.Max(start, cell * Sum);
        return Math.Max(0, overlap);
    }
}
