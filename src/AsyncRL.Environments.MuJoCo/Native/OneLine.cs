namespace AsyncRL.Environments.MuJoCo.Native;

/// <summary>Makes one line of a text of another program, because a message about wrong input is one sentence.</summary>
internal static class OneLine
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>Replaces every run of blanks and line ends by one blank, and drops a full stop at the end.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line.</returns>
    internal static string Of(string text) =>
        string.Join(' ', text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
}
