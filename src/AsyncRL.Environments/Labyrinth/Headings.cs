namespace AsyncRL.Environments.Labyrinth;

/// <summary>
/// Directions as whole numbers: 1024 headings to a full turn, 0 along x, clockwise on the map, whose y axis points downward. Sines are
/// fixed-point numbers that are made only from exactly rounded operations. The sines of the C library may differ between systems in the
/// last bit.
/// </summary>
internal static class Headings
{
    /// <summary>The number of headings in a full turn.</summary>
    internal const int Turn = 1024;

    private const int Quarter = Turn / 4;
    private const int Eighth = Turn / 8;

    private static readonly int[] Sines = MakeSines();

    /// <summary>The sine of a heading in 2⁻¹⁶.</summary>
    /// <param name="heading">Any whole number of 1024ths of a turn.</param>
    internal static int Sine(int heading) => Sines[heading & (Turn - 1)];

    /// <summary>The cosine of a heading in 2⁻¹⁶.</summary>
    /// <param name="heading">Any whole number of 1024ths of a turn.</param>
    internal static int Cosine(int heading) => Sine(heading + Quarter);

    private static int[] MakeSines()
    {
        var sines = new int[Turn];
        (double stepCosine, double stepSine) = OneHeading();
        (double cosine, double sine) = (1, 0);
        for (int heading = 0; heading <= Eighth; heading++)
        {
            SetEverywhere(sines, heading, (int)Math.Round(sine * Tiles.One));
            SetEverywhere(sines, Quarter - heading, (int)Math.Round(cosine * Tiles.One));
            (cosine, sine) = ((cosine * stepCosine) - (sine * stepSine), (sine * stepCosine) + (cosine * stepSine));
        }

        return sines;
    }

    /// <summary>Halves a right angle until it is one heading: cos(a/2) = √((1 + cos a)/2).</summary>
    private static (double Cosine, double Sine) OneHeading()
    {
        double cosine = 0;
        for (int headings = Quarter; headings > 1; headings /= 2) cosine = Math.Sqrt((1 + cosine) / 2);
        return (cosine, Math.Sqrt(1 - (cosine * cosine)));
    }

    /// <summary>The four quarters of a turn are exact mirror images.</summary>
    private static void SetEverywhere(int[] sines, int heading, int sine)
    {
        sines[heading] = sines[(Turn / 2) - heading] = sine;
        sines[(Turn / 2) + heading] = sines[(Turn - heading) & (Turn - 1)] = -sine;
    }
}
