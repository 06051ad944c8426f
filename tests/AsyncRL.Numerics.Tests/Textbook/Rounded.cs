namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>
/// A number with how far arithmetic may have led it astray, in units u of the arithmetic's relative error and to first order in u: running
/// error analysis (Higham, "Accuracy and stability of numerical algorithms", section 3.3). Textbook loops written in these numbers derive
/// the bound that a layer is held to, whatever the layer computes: nothing about it is assumed. Sums that a kernel may add in any order are
/// <see cref="TextbookSum"/>s.
/// </summary>
/// <param name="Value">The number, in double.</param>
/// <param name="Error">|error| / u.</param>
internal readonly record struct Rounded(double Value, double Error)
{
    /// <summary>The stated bound of the elementary functions, in units in the last place, twice u each.</summary>
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
    /// The number as the tests compare it. Twice the error: what is of second order in u, and sums that a kernel adds in another order.
    /// </summary>
    internal TextbookSum ToSum() => TextbookSum.WithError(Value, 2 * Error);

    private static Rounded Round(double value, double error) => new(value, error + Math.Abs(value));
}
