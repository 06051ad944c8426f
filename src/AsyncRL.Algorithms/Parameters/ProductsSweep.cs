using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// An update of some rows of a shared matrix of weights by a gradient that is kept as factors, and the copy of the updated θ.
/// </summary>
internal readonly ref struct ProductsSweep
{
    /// <summary>The gradient's factors.</summary>
    public required OuterProducts<float> Products { get; init; }

    /// <summary>Number of outer products to sum.</summary>
    public required int Samples { get; init; }

    /// <summary>The factor of the gradient: below 1 if the gradient is clipped.</summary>
    public required float Scale { get; init; }

    /// <summary>First row of the matrix.</summary>
    public required int FirstRow { get; init; }

    /// <summary>The rows of θ, shared.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>The rule's statistics, of the same length, shared or of the thread.</summary>
    public required StatisticSpans Statistics { get; init; }

    /// <summary>Scratch of the thread, of the same length. A sharing mode that needs the gradient as numbers writes it here.</summary>
    public required Span<float> Gradient { get; init; }

    /// <summary>The thread's own block, of the same length. It receives θ.</summary>
    public required Span<float> Copy { get; init; }
}
