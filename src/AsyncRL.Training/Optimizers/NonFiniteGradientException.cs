namespace AsyncRL.Training.Optimizers;

/// <summary>
/// A segment's gradient holds a number that is not finite, or one whose square is not. It was refused before it reached θ.
/// </summary>
public sealed class NonFiniteGradientException : Exception
{
    /// <summary>Reports the gradient.</summary>
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
    /// <param name="message">What was found.</param>
    public NonFiniteGradientException(string message)
        : base(message)
    {
    }

    /// <summary>Reports the gradient.</summary>
    /// <param name="message">What was found.</param>
    /// <param name="innerException">What revealed it.</param>
    public NonFiniteGradientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
