using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Sharing;

/// <summary>
/// An update of some rows of a shared matrix of weights by a gradient that is kept as factors, and the copy of what θ then is.
/// </summary>
internal readonly ref struct ProductsSweep
{
    /// <summary>The gradient's factors.</summary>
    public required OuterProducts<float> Products { get; init; }

    /// <summary>Outer products to sum.</summary>
    public required int Samples { get; init; }

    /// <summary>What the gradient is multiplied by: below 1 where it is clipped.</summary>
    public required float Scale { get; init; }

    /// <summary>First row of the matrix.</summary>
    public required int FirstRow { get; init; }

    /// <summary>The rows of θ, shared.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>The rule's statistics, as long, shared or the thread's own.</summary>
    public required Span<float> Statistic { get; init; }

    /// <summary>As long, of the thread's own: room for the gradient, where a discipline needs it as numbers.</summary>
    public required Span<float> Gradient { get; init; }

    /// <summary>As long, of the thread's own: receives θ.</summary>
    public required Span<float> Copy { get; init; }
}
