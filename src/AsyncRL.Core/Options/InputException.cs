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

/// <summary>Makes one line of a text of another program, because a message about wrong input is one sentence.</summary>
public static class OneLine
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>Replaces every run of blanks and line ends by one blank.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(' ', text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>The reason why a library cannot be loaded. .NET gives the system's own reason after a line of advice.</summary>
    /// <param name="problem">What was thrown.</param>
    /// <returns>One line without a full stop at its end.</returns>
    public static string OfLoading(Exception problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string[] lines = problem.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Of(lines.Length > 1 ? lines[1] : problem.Message).TrimEnd('.');
    }
}
