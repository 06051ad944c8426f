namespace AsyncRL.Environments.Racer;

/// <summary>
/// Sine, cosine and arc tangent from additions, multiplications, divisions and square roots only. These operations are rounded exactly on
/// every system, so the race is the same everywhere. The functions of the C library may differ in the last bit. Errors are below 1e-14.
/// </summary>
internal static class Trigonometry
{
    private const double HalfPi = Math.PI / 2;
    private const double HalfPiRemainder = 6.123233995736766e-17;

    /// <summary>Sine and cosine.</summary>
    /// <param name="angle">The angle in radians; its absolute value is at most a few thousand.</param>
    internal static (double Sine, double Cosine) SineAndCosine(double angle)
    {
        double quarters = Math.Floor((angle / HalfPi) + 0.5);
        double rest = angle - (quarters * HalfPi) - (quarters * HalfPiRemainder);
        double square = rest * rest;
        double sine = rest * SineSeries(square), cosine = CosineSeries(square);
        return ((int)quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>The arc tangent: three times atan(x) = 2·atan(x / (1 + √(1 + x²))), then a Taylor series of the small rest.</summary>
    /// <param name="tangent">Any number.</param>
    internal static double ArcTangent(double tangent)
    {
        double x = tangent;
        for (int halving = 0; halving < 3; halving++) x /= 1 + Math.Sqrt(1 + (x * x));
        double square = x * x, sum = 0;
        for (int term = 10; term >= 0; term--) sum = (1.0 / ((2 * term) + 1)) - (square * sum);
        return 8 * x * sum;
    }

    /// <summary>The angle of a direction of length 1, from −π to π, by tan(α/2) = sin α / (1 + cos α).</summary>
    internal static double AngleOf(double x, double y) =>
        x >= 0 ? 2 * ArcTangent(y / (1 + x)) : Wrap(Math.PI + (2 * ArcTangent(y / (x - 1))));

    /// <summary>Converts an angle to the same direction from −π to π.</summary>
    internal static double Wrap(double angle) => angle - (2 * Math.PI * Math.Floor((angle / (2 * Math.PI)) + 0.5));

    /// <summary>sin(x)/x for |x| ≤ π/4 by a Taylor series.</summary>
    private static double SineSeries(double square)
    {
        double sum = 1;
        for (int term = 8; term >= 1; term--) sum = 1 - (square / (2 * term * ((2 * term) + 1)) * sum);
        return sum;
    }

    /// <summary>cos(x) for |x| ≤ π/4 by a Taylor series.</summary>
    private static double CosineSeries(double square)
    {
        double sum = 1;
        for (int term = 8; term >= 1; term--) sum = 1 - (square / (2 * term * ((2 * term) - 1)) * sum);
        return sum;
    }
}
