using System.Runtime.Intrinsics;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Draws the race: sky, ground, upright objects, and the speed as a bar at the bottom.</summary>
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

    private readonly GroundPainter _ground = new();
    private readonly SceneryPainter _scenery = new();
    private readonly uint[] _frame = new uint[View.Width * View.Height];

    /// <summary>Draws the whole image again.</summary>
    /// <param name="game">The race in its current state.</param>
    /// <param name="pixels">Receives the bytes [84, 84, 3].</param>
    internal void Paint(RacerGame game, Span<byte> pixels)
    {
        Camera camera = Camera.Behind(game.Car);
        Panorama.Draw(game.Car.Heading, _frame);
        _ground.Draw(game.Track, camera, _frame);
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

    /// <summary>
    /// Converts four colors at a time. Their bytes blue, green, red, 0 become twelve bytes. The next store overwrites four extra bytes.
    /// </summary>
    private void Unpack(Span<byte> pixels)
    {
        const int Colors = 4;
        Vector128<byte> order = Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255);
        int color = 0;
        for (; BitConverter.IsLittleEndian && color < _frame.Length - Colors; color += Colors)
        {
            Vector128<byte> four = Vector128.Create<uint>(_frame.AsSpan(color)).AsByte();
            Vector128.Shuffle(four, order).CopyTo(pixels[(color * Channels)..]);
        }

        for (; color < _frame.Length; color++)
        {
            Span<byte> pixel = pixels.Slice(color * Channels, Channels);
            (pixel[0], pixel[1], pixel[2]) = ((byte)(_frame[color] >> 16), (byte)(_frame[color] >> 8), (byte)_frame[color]);
        }
    }
}
