using System.Numerics;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// One axis of an area average: which source cells a target cell covers, and by how much, in whole numbers.
/// </summary>
/// <remarks>
/// Of S source cells that become T target cells, with S/T = P/Q in lowest terms, a target cell is P units long and a source cell Q units.
/// Overlaps are then whole numbers of units, and those of a target cell sum to P: no weight is ever rounded.
/// </remarks>
internal sealed class AreaWeights
{
    private readonly int _units;

    /// <summary>Lays target cells over source cells.</summary>
    /// <param name="source">Source cells, at least 1.</param>
    /// <param name="target">Target cells, at least 1.</param>
    internal AreaWeights(int source, int target)
    {
        int common = (int)BigInteger.GreatestCommonDivisor(source, target);
        (Sum, _units) = (source / common, target / common);
        for (int cell = 0; cell < target; cell++)
        {
            int end = ((cell + 1) * Sum) - 1;
            Taps = Math.Max(Taps, (end / _units) - FirstOf(cell) + 1);
        }
    }

    /// <summary>What the weights of a target cell sum to.</summary>
    internal int Sum { get; }

    /// <summary>Source cells that a target cell covers at most.</summary>
    internal int Taps { get; }

    /// <summary>The first source cell that a target cell covers.</summary>
    internal int FirstOf(int cell) => cell * Sum / _units;

    /// <summary>How much of a target cell lies on a source cell.</summary>
    /// <param name="cell">The target cell.</param>
    /// <param name="tap">The source cell, counted from the first that the target cell covers; may be past the last.</param>
    /// <returns>Units; 0 for a source cell that is not covered.</returns>
    internal int WeightOf(int cell, int tap)
    {
        int start = (FirstOf(cell) + tap) * _units;
        int overlap = Math.Min(start + _units, (cell + 1) * Sum) - Math.Max(start, cell * Sum);
        return Math.Max(0, overlap);
    }
}
