namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>
/// A number with a bound of its rounding error, in units u of the arithmetic's relative error and to first order in u: running error
/// analysis (Higham, "Accuracy and stability of numerical algorithms", section 3.3). It serves loops in which sums are arguments of
/// functions.
/// </summary>
/// <param name="Value">The number, in double.</param>
/// <param name="Error">|error| / u.</param>
internal readonly record struct Rounded(double Value, double Error)
{
    /// <summary>The stated bound of the elementary functions, in units in the last place, each of which is twice u.</summary>
    private const double FunctionError = 8;

    public static implicit operator Rounded(double exact) => new(exact, 0);

    public static Rounded operator +(Rounded a, Rounded b) => Round(a.Value + b.Value, a.Error + b.Error);

    public static Rounded operator -(Rounded a, Rounded b) => Round(a.Value - b.Value, a.Error + b.Error);

    public static Rounded operator *(Rounded a, Rounded b) =>
        Round(a.Value * b.Value, (Math.Abs(a.Value) * b.Error) + (Math.Abs(b.Value) * a.Error));

    public static Rounded operator /(Rounded a, Rounded b)
    {
        double quotient = a.Value / b.Value;
        return Round(quotient, (a.Error + (Math.Abs(quotient) * b.Error)) / Math.Abs(b.Value));
    }

    internal static Rounded SquareRoot(Rounded x)
    {
        double root = Math.Sqrt(x.Value);
        return Round(root, x.Error / (2 * root));
    }

    internal static Rounded Sigmoid(Rounded x)
    {
        double y = 1 / (1 + Math.Exp(-x.Value));
        return new Rounded(y, (y * (1 - y) * x.Error) + (FunctionError * y));
    }

    internal static Rounded Tanh(Rounded x)
    {
        double y = Math.Tanh(x.Value);
        return new Rounded(y, ((1 - (y * y)) * x.Error) + (FunctionError * Math.Abs(y)));
    }

    /// <summary>
    /// Converts the number for the comparison. The error is doubled, for terms of second order in u and for sums that a kernel adds in
    /// another order.
    /// </summary>
    internal TextbookSum ToSum() => TextbookSum.WithError(Value, 2 * Error);

    private static Rounded Round(double value, double error) => new(value, error + Math.Abs(value));
}
