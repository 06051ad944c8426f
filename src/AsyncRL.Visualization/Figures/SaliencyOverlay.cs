using AsyncRL.Visualization.Images;

namespace AsyncRL.Visualization.Figures;

/// <summary>Draws over a gray frame how much its pixels matter: blue for the policy, red for the value, magenta for both.</summary>
public static class SaliencyOverlay
{
    /// <summary>The color of what matters for the policy.</summary>
    public static readonly Rgb PolicyColor = new(58, 122, 255);

    /// <summary>The color of what matters for the value.</summary>
    public static readonly Rgb ValueColor = new(255, 64, 48);

    /// <summary>The color of what matters for both.</summary>
    public static readonly Rgb BothColor = new(255, 186, 255);

    /// <summary>The brightness that is left of the frame, so that colors stand out.</summary>
    private const double FrameShare = 0.75;

    /// <summary>Draws the overlay.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="policy">[height, width].</param>
    /// <param name="value">[height, width].</param>
    /// <param name="policyScale">The number that is drawn in full color; larger ones, too. Nothing is drawn if it is 0.</param>
    /// <param name="valueScale">The same for the value.</param>
    /// <returns>A picture of the frame's size.</returns>
    public static Picture Draw(Picture frame, float[] policy, float[] value, double policyScale, double valueScale)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(value);
        var picture = new Picture(frame.Width, frame.Height);
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                int place = (y * frame.Width) + x;
                double gray = frame[x, y].Brightness * FrameShare * byte.MaxValue;
                double blue = Share(policy[place], policyScale), red = Share(value[place], valueScale), left = 1 - Math.Max(blue, red);
                picture[x, y] = new Rgb(
                    Sum(gray * left, blue * PolicyColor.Red, red * ValueColor.Red),
                    Sum(gray * left, blue * PolicyColor.Green, red * ValueColor.Green),
                    Sum(gray * left, blue * PolicyColor.Blue, red * ValueColor.Blue));
            }
        }

        return picture;
    }

    /// <summary>The number below which a share of all numbers lies.</summary>
    /// <param name="maps">The numbers.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>The number.</returns>
    public static double PointOf(IEnumerable<float[]> maps, double share = 0.995)
    {
        ArgumentNullException.ThrowIfNull(maps);
        var all = new List<float>();
        foreach (float[] map in maps) all.AddRange(map);
        all.Sort();
        return all.Count == 0 ? 0 : all[Math.Min(all.Count - 1, (int)(share * all.Count))];
    }

    private static double Share(float number, double scale) => scale > 0 ? Math.Clamp(number / scale, 0, 1) : 0;

    private static byte Sum(double one, double two, double three) => (byte)Math.Min(byte.MaxValue, Math.Round(one + two + three));
}
