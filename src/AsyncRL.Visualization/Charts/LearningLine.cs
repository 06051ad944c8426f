namespace AsyncRL.Visualization.Charts;

/// <summary>A line of a picture of learning curves.</summary>
/// <param name="Color">Index of the color. Lines of one color belong together.</param>
/// <param name="Points">Agent step or second, and return, in order; at least one.</param>
public sealed record LearningLine(int Color, IReadOnlyList<(double X, double Return)> Points)
{
    /// <summary>Index of the pattern of dashes; 0 for a solid line.</summary>
    public int Dashes { get; init; }

    /// <summary>The band around the line: agent step or second, lowest and highest return, in order; empty for no band.</summary>
    public IReadOnlyList<(double X, double Low, double High)> Band { get; init; } = [];
}

/// <summary>An entry of the legend below a picture.</summary>
/// <param name="Name">The text.</param>
/// <param name="Color">Index of the color.</param>
/// <param name="Dashes">Index of the pattern of dashes; 0 for a solid line.</param>
public readonly record struct LegendEntry(string Name, int Color, int Dashes = 0);
