namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// A segment's gradient contains a number that is not finite or has a square that is not finite. The gradient was refused before it reached
/// θ.
/// </summary>
public sealed class NonFiniteGradientException : Exception
{
    /// <summary>Reports a gradient.</summary>
    /// <param name="sumOfSquares">Its sum of squares.</param>
    public NonFiniteGradientException(double sumOfSquares)
        : base(FormattableString.Invariant(
            $"The gradient's sum of squares is {sumOfSquares}; expected a finite float, so the update was refused."))
    {
    }

    /// <summary>Reports the gradient.</summary>
    public NonFiniteGradientException()
    {
    }

    /// <summary>Reports the gradient.</summary>
    /// <param name="message">The message.</param>
    public NonFiniteGradientException(string message)
        : base(message)
    {
    }

    /// <summary>Reports the gradient.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The exception that caused the report.</param>
    public NonFiniteGradientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
