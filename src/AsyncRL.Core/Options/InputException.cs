namespace AsyncRL.Core.Options;

/// <summary>
/// An input from the user is wrong. The message is one sentence that names the input, its value and the expected values. Programs print it
/// and exit with code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Reports wrong input.</summary>
    /// <param name="message">The sentence.</param>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Reports wrong input that caused another exception.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">The other exception.</param>
    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports wrong input.</summary>
    public InputException()
    {
    }
}
