namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Draws the race: sky, ground, what stands on it, and the speed as a bar at the bottom.</summary>
internal sealed class RacerPainter
{
    /// <summary>Red, green and blue.</summary>
    internal const int Channels = 3;

    private const int BarTop = View.Height - 4;
    private const int BarRows = 2;
    private const int BarLeft = 3;
    private const int BarColumns = 40;
    private const uint BarBack = 0x202428;
    private const uint BarSlow = 0x40D060;
    private const uint BarFast = 0xF05020;

    private readonly SceneryPainter _scenery = new();
    private readonly uint[] _frame = new uint[View.Width * View.Height];

    /// <summary>Draws everything anew.</summary>
    /// <param name="game">The race as it stands.</param>
    /// <param name="pixels">Receives the bytes [84, 84, 3].</param>
    internal void Paint(RacerGame game, Span<byte> pixels)
    {
        Camera camera = Camera.Behind(game.Car);
        Panorama.Draw(game.Car.Heading, _frame);
        GroundPainter.Draw(game.Track, camera, _frame);
        _scenery.Draw(game, camera, _frame);
        DrawSpeed(game.Car);
        Unpack(pixels);
    }

    private void DrawSpeed(Car car)
    {
        double share = Math.Clamp(car.ForwardSpeed / car.Model.TopSpeed, 0, 1);
        int filled = (int)((share * BarColumns) + 0.5);
        uint color = Color.Mix(BarSlow, BarFast, (int)(256 * share));
        for (int row = BarTop; row < BarTop + BarRows; row++)
        {
            Span<uint> bar = _frame.AsSpan((row * View.Width) + BarLeft, BarColumns);
            bar.Fill(BarBack);
            bar[..filled].Fill(color);
        }
    }

    private void Unpack(Span<byte> pixels)
    {
        int target = 0;
        foreach (uint color in _frame)
        {
            pixels[target + 2] = (byte)color;
            pixels[target + 1] = (byte)(color >> 8);
            pixels[target] = (byte)(color >> 16);
            target += Channels;
        }
    }
}
