namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>
/// A sum as a textbook writes it, which also counts its terms and sums up their magnitudes. From these follows the largest distance from
/// the exact sum for any order of addition, fused or not.
/// </summary>
public struct TextbookSum
{
    /// <summary>The sum.</summary>
    public double Value { get; private set; }

    /// <summary>The sum of the terms' magnitudes.</summary>
    public double Magnitude { get; private set; }

    /// <summary>Number of terms.</summary>
    public int Terms { get; private set; }

    /// <summary>The sum of the terms' own errors, in units u.</summary>
    public double CarriedError { get; private set; }

    /// <summary>The sum as a number to compute on with: its error in any order of adding, in units u.</summary>
    internal readonly Rounded Rounded => new(Value, (Terms * Magnitude) + CarriedError);

    /// <summary>Makes a number whose error is tracked in another way.</summary>
    /// <param name="value">The number.</param>
    /// <param name="error">The largest error, in units u.</param>
    internal static TextbookSum WithError(double value, double error) => new() { Value = value, CarriedError = error };

    /// <summary>Adds a term that has an error of its own.</summary>
    internal void Add(Rounded term)
    {
        Add(term.Value);
        CarriedError += term.Error;
    }

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        Value += term;
        Magnitude += Math.Abs(term);
        Terms++;
    }

    /// <summary>
    /// The largest error of the sum of n products, in any order, with arithmetic that rounds to within a relative error u. There are n − 1
    /// additions and one multiplication between a product and the result. Therefore the error is at most ((1 + u)ⁿ − 1) · Σ|terms| (Higham,
    /// "Accuracy and stability of numerical algorithms", section 3.1). One more u covers the terms of second order.
    /// </summary>
    /// <param name="unit">u: 2⁻²⁴ for floats, 2⁻⁵³ for doubles.</param>
    /// <returns>The bound.</returns>
    public readonly double ErrorBound(double unit) => unit * (((Terms + 1) * Magnitude) + CarriedError);
}
