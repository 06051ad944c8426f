namespace AsyncRL.Visualization.Figures;

/// <summary>A picture of a run or of its agent, with what a reader needs to read it.</summary>
/// <param name="Name">Its name in files and commands, in lower case with hyphens, for example <c>value-along-game</c>.</param>
/// <param name="Title">Its title, for people.</param>
/// <param name="Explanation">One paragraph: how to read it, what a healthy agent shows, what a sick one shows.</param>
/// <param name="Description">What the picture shows, in one sentence, for a reader who does not see it.</param>
/// <param name="Format">The format of the picture.</param>
/// <param name="Picture">The file of the picture.</param>
/// <param name="Data">The numbers that the picture shows: CSV with a first line of names, or JSON, which begins with <c>{</c>.</param>
public sealed record Figure(
    string Name, string Title, string Explanation, string Description, FigureFormat Format, ReadOnlyMemory<byte> Picture, string Data);

/// <summary>The format of a figure's picture.</summary>
public enum FigureFormat
{
    /// <summary>A drawing, as text.</summary>
    Svg,

    /// <summary>Pixels.</summary>
    Png,

    /// <summary>Pixels in motion.</summary>
    Gif,
}
