namespace AsyncRL.Core.Options;

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
