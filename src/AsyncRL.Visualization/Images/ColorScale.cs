namespace AsyncRL.Visualization.Images;

/// <summary>Colors of numbers.</summary>
public static class ColorScale
{
    /// <summary>Nine colors of Viridis (Smith and van der Walt, matplotlib 2015), evenly spaced from 0 to 1.</summary>
    private static readonly Rgb[] Ascending =
    [
        new(68, 1, 84), new(71, 44, 122), new(59, 81, 139), new(44, 113, 142), new(33, 144, 141),
        new(39, 173, 129), new(92, 200, 99), new(170, 220, 50), new(253, 231, 37),
    ];

    /// <summary>Blue, white and red: the scheme RdBu of colorbrewer2.org, from −1 to 1.</summary>
    private static readonly Rgb[] AroundZero =
    [
        new(33, 102, 172), new(67, 147, 195), new(146, 197, 222), new(209, 229, 240), new(247, 247, 247),
        new(253, 219, 199), new(244, 165, 130), new(214, 96, 77), new(178, 24, 43),
    ];

    /// <summary>A color from dark violet to bright yellow.</summary>
    /// <param name="share">From 0 to 1; other numbers get the color of the nearer end.</param>
    /// <returns>The color.</returns>
    public static Rgb Viridis(double share) => Between(Ascending, share);

    /// <summary>A color from blue through white to red.</summary>
    /// <param name="share">From −1 to 1; other numbers get the color of the nearer end.</param>
    /// <returns>The color.</returns>
    public static Rgb Diverging(double share) => Between(AroundZero, (share + 1) / 2);

    private static Rgb Between(Rgb[] colors, double share)
    {
        double place = Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * (colors.Length - 1);
        int below = Math.Min((int)place, colors.Length - 2);
        double part = place - below;
        (Rgb low, Rgb high) = (colors[below], colors[below + 1]);
        return new Rgb(Mix(low.Red, high.Red), Mix(low.Green, high.Green), Mix(low.Blue, high.Blue));

        byte Mix(byte from, byte to) => (byte)Math.Round(from + (part * (to - from)));
    }
}
