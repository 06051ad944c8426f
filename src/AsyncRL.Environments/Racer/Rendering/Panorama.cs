using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The sky and the hills in all directions. They are drawn once, and a view shows the part ahead.</summary>
internal static class Panorama
{
    /// <summary>The number of columns of a full turn: the focal length times 2π, so that hills move as fast as the ground.</summary>
    internal const int Columns = 346;

    private const uint Zenith = 0x3F7FC8;
    private const uint Mountain = 0x7C8FB0;
    private const uint Snow = 0xEEF2F6;
    private const uint Hill = 0x5F9468;
    private const uint Cloud = 0xF4F7FA;
    private const int PaintedColumns = Columns + View.Width;

    /// <summary>[rows above the horizon, columns of a full turn plus the width of a view].</summary>
    private static readonly uint[] Pixels = Paint();

    /// <summary>Copies the part ahead.</summary>
    /// <param name="heading">The direction of the camera, in radians to the left of the x-axis.</param>
    /// <param name="frame">Receives the rows above the horizon.</param>
    internal static void Draw(double heading, Span<uint> frame)
    {
        double column = (-heading / (2 * Math.PI) * Columns) + (2 * Columns) - (View.Width / 2);
        int start = (int)column % Columns;
        for (int row = 0; row < View.Horizon; row++)
            Pixels.AsSpan((row * PaintedColumns) + start, View.Width).CopyTo(frame[(row * View.Width)..]);
    }

    private static uint[] Paint()
    {
        var pixels = new uint[View.Horizon * PaintedColumns];
        for (int column = 0; column < PaintedColumns; column++)
        {
            double mountains = 4 + (17 * Ridge(column, 1, 11)), hills = 1 + (7 * Ridge(column, 2, 14));
            double snowLine = 12.5 + (2 * Ridge(column, 3, 90));
            for (int row = 0; row < View.Horizon; row++)
            {
                double height = View.Horizon - row - 0.5;
                uint color = Sky(row, column);
                if (height < mountains) color = height > snowLine ? Snow : Color.Mix(Mountain, View.Haze, (int)(110 - (6 * height)));
                if (height < hills) color = Color.Mix(Hill, View.Haze, (int)(90 - (12 * height)));
                pixels[(row * PaintedColumns) + column] = color;
            }
        }

        return pixels;
    }

    private static uint Sky(int row, int column)
    {
        uint sky = Color.Mix(Zenith, View.Haze, 256 * row / View.Horizon);
        double height = Math.Abs(row - 9) / 6.0;
        double cloud = Ridge(column, 4, 12) + (0.4 * Ridge(column + (5 * row), 5, 40)) - 0.75 - (0.5 * height * height);
        return Color.Mix(sky, Cloud, (int)Math.Clamp(700 * cloud, 0, 200));
    }

    /// <summary>A smooth closed line through random heights from 0 to 1, plus a finer and lower line of the same kind.</summary>
    private static double Ridge(int column, uint line, int knots) =>
        (0.75 * Knots(column, line, knots)) + (0.25 * Knots(column, line + 100, 4 * knots));

    private static double Knots(int column, uint line, int knots)
    {
        double place = (double)(column % Columns) * knots / Columns;
        int left = (int)place;
        double share = place - left;
        share = share * share * (3 - (2 * share));
        return Chance(line, (uint)(left % knots)) * (1 - share) + (Chance(line, (uint)((left + 1) % knots)) * share);
    }

    private static double Chance(uint line, uint knot) => Hash.Of(line, knot) / (double)uint.MaxValue;
}
