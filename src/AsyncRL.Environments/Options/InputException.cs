namespace AsyncRL.Environments.Options;

/// <summary>
/// Something a user gave is wrong. The message is one sentence that names the thing, the value and what was expected; programs print it and
/// exit with code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Reports wrong input.</summary>
    /// <param name="message">The sentence.</param>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Reports wrong input that another exception revealed.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">What revealed it.</param>
    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports wrong input.</summary>
    public InputException()
    {
    }
}
