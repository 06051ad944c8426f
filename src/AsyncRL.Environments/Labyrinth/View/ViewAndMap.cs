using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>The labyrinth for people: the agent's enlarged view, and beside it the map, which agents never see.</summary>
/// <param name="game">The game.</param>
/// <param name="view">The agent's view of it.</param>
internal sealed class ViewAndMap(LabyrinthGame game, FirstPersonView view) : IDisplay
{
    private const int Colors = 3, Enlargement = 2, Side = Camera.Size * Enlargement;

    private readonly byte[] _seen = new byte[Camera.Size * Camera.Size * Colors];
    private readonly byte[] _map = new byte[Side * Side * Colors];

    /// <inheritdoc/>
    public ObservationSpecification Image { get; } = ObservationSpecification.Pixels(Side, 2 * Side, Colors);

    /// <inheritdoc/>
    public int FrameRate => LabyrinthGame.FramesPerSecond;

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Specification, Image, nameof(image));
        view.Draw(_seen);
        MapView.Draw(game, _map, Side, Side);
        Span2D<Pixel> shown = Grid(image.Pixels, Side, 2 * Side), seen = Grid(_seen, Camera.Size, Camera.Size);
        Grid(_map, Side, Side).CopyTo(shown[.., Side..]);
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++) shown[row, column] = seen[row / Enlargement, column / Enlargement];
        }
    }

    private static Span2D<Pixel> Grid(Span<byte> bytes, int height, int width) =>
        Span2D<Pixel>.DangerousCreate(ref MemoryMarshal.Cast<byte, Pixel>(bytes)[0], height, width, 0);
}
