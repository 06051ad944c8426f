using System.Numerics;

namespace AsyncRL.Numerics.Tests;

/// <summary>
/// The elementary functions to 60 digits and more, in integer multiples of 2⁻³²⁰. The functions of doubles are compared with them, because
/// no system's own functions are exact enough. The code is slow and plain.
/// </summary>
internal static class PreciseMath
{
    private const int FractionBits = 320;
    private const int Halvings = 16;

    private static readonly BigInteger One = BigInteger.One << FractionBits;

    private static readonly BigInteger LogarithmOfTwo = TwiceArtanh(One / 3);

    internal static PreciseNumber Evaluate(string function, double x) => function switch
    {
        "exp" => Exp(x),
        "log" => Log(x),
        "log1p" => Log1P(x),
        "tanh" => Tanh(x),
        "sigmoid" => Sigmoid(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected an elementary function."),
    };

    /// <summary>2ⁿ · eʳ with an integer n and small r. eʳ is the series of e to the power r/2¹⁶, squared sixteen times.</summary>
    internal static PreciseNumber Exp(double x)
    {
        BigInteger argument = ToFixed(x);
        var power = (int)BigInteger.Divide(argument + (argument.Sign * LogarithmOfTwo / 2), LogarithmOfTwo);
        BigInteger rest = (argument - (power * LogarithmOfTwo)) >> Halvings;
        BigInteger sum = One, term = One;
        for (int k = 1; !term.IsZero && k < 100; k++)
        {
            term = ((term * rest) >> FractionBits) / k;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++) sum = (sum * sum) >> FractionBits;
        return new PreciseNumber(sum, power - FractionBits);
    }

    /// <summary>e · ln 2 + ln m with m from 1 to 2, and ln m = 2 artanh((m − 1) / (m + 1)).</summary>
    internal static PreciseNumber Log(double x)
    {
        int exponent = Math.ILogB(x);
        BigInteger mantissa = ToFixed(Math.ScaleB(x, -exponent));
        BigInteger logarithm = TwiceArtanh(((mantissa - One) << FractionBits) / (mantissa + One));
        return new PreciseNumber((exponent * LogarithmOfTwo) + logarithm, -FractionBits);
    }

    /// <summary>ln(1 + x) for x from 2⁻¹⁰⁰ in size, of which it keeps 200 bits.</summary>
    internal static PreciseNumber Log1P(double x) => LogOfFixed(One + ToFixed(x));

    /// <summary>max(x, 0) + ln(1 + e^−|x|); below −100 that is eˣ to 144 bits.</summary>
    internal static PreciseNumber Softplus(double x)
    {
        PreciseNumber power = Exp(-Math.Abs(x));
        if (x < -100) return power;
        PreciseNumber logarithm = LogOfFixed(One + Shift(power.Mantissa, power.Exponent + FractionBits));
        return logarithm with { Mantissa = logarithm.Mantissa + ToFixed(Math.Max(x, 0)) };
    }

    /// <summary>(e²ˣ − 1) / (e²ˣ + 1). It keeps 200 bits for |x| from 2⁻¹⁰⁰ to 100.</summary>
    internal static PreciseNumber Tanh(double x)
    {
        PreciseNumber square = Exp(2 * x);
        BigInteger fixedSquare = Shift(square.Mantissa, square.Exponent + FractionBits);
        return new PreciseNumber(((fixedSquare - One) << FractionBits) / (fixedSquare + One), -FractionBits);
    }

    /// <summary>1 / (1 + e⁻ˣ), scaled so that a small result keeps its digits.</summary>
    internal static PreciseNumber Sigmoid(double x)
    {
        PreciseNumber power = Exp(-x);
        int scale = Math.Max(0, power.Exponent + FractionBits);
        BigInteger denominator = One + Shift(power.Mantissa, power.Exponent + FractionBits);
        return new PreciseNumber((One << (FractionBits + scale)) / denominator, -FractionBits - scale);
    }

    /// <summary>
    /// The logarithm of a number of 2⁻³²⁰ths: of one from ½ to 2 by artanh alone, which keeps the digits of its distance to 1.
    /// </summary>
    private static PreciseNumber LogOfFixed(BigInteger x)
    {
        int exponent = (int)x.GetBitLength() - 1 - FractionBits;
        if (exponent is 0 or -1) exponent = 0;
        BigInteger mantissa = Shift(x, -exponent);
        BigInteger logarithm = TwiceArtanh(((mantissa - One) << FractionBits) / (mantissa + One));
        return new PreciseNumber((exponent * LogarithmOfTwo) + logarithm, -FractionBits);
    }

    /// <summary>2 (s + s³/3 + s⁵/5 + …) for |s| ≤ 1/3.</summary>
    private static BigInteger TwiceArtanh(BigInteger s)
    {
        BigInteger square = (s * s) >> FractionBits, power = s, sum = BigInteger.Zero;
        for (int k = 1; k < 2 * FractionBits; k += 2)
        {
            sum += power / k;
            power = (power * square) >> FractionBits;
        }

        return 2 * sum;
    }

    private static BigInteger ToFixed(double x)
    {
        PreciseNumber exact = PreciseNumber.Of(x);
        return Shift(exact.Mantissa, exact.Exponent + FractionBits);
    }

    private static BigInteger Shift(BigInteger value, int left) => left >= 0 ? value << left : value >> -left;
}

/// <summary>Mantissa · 2 to the power Exponent.</summary>
internal readonly record struct PreciseNumber(BigInteger Mantissa, int Exponent)
{
    private const int SmallestNormalExponent = -1022;

    /// <summary>Represents a finite double exactly.</summary>
    internal static PreciseNumber Of(double x)
    {
        if (x == 0) return new PreciseNumber(BigInteger.Zero, 0);
        int exponent = Math.Max(Math.ILogB(x), SmallestNormalExponent) - 52;

        // Computed in two steps, because the factor alone may be too large for a double.
        return new PreciseNumber(new BigInteger(Math.ScaleB(Math.ScaleB(x, -exponent / 2), -exponent - (-exponent / 2))), exponent);
    }

    /// <summary>The distance of a double from this number, in units of the distance between the doubles around it.</summary>
    internal double ErrorInUnits(double x)
    {
        int magnitude = (int)BigInteger.Abs(Mantissa).GetBitLength() - 1 + Exponent;
        int unit = Math.Max(magnitude, SmallestNormalExponent) - 52;
        PreciseNumber other = Of(x);
        int common = Math.Min(Math.Min(Exponent, other.Exponent), unit);
        BigInteger distance = BigInteger.Abs((Mantissa << (Exponent - common)) - (other.Mantissa << (other.Exponent - common)));
        return (double)((distance << 30) >> (unit - common)) / (1 << 30);
    }
}
