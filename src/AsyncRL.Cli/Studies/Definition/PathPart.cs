using System.Linq;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>Names of tasks, arms and values as parts of paths.</summary>
internal static class PathPart
{
    private const int Longest = 120;

    /// <summary>Makes a part of a path of a name: "slow car" is "slow-car".</summary>
    /// <param name="name">The name.</param>
    internal static string Of(string name) => string.Concat(
        name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '=' or ',' or '+' ? letter : '-'));

    /// <summary>Refuses a name that cannot be a part of a path.</summary>
    /// <param name="thing">What it is the name of: "task".</param>
    /// <param name="name">The name.</param>
    /// <exception cref="InputException">It is empty, too long, or begins with a dot.</exception>
    internal static void Check(string thing, string name)
    {
        if (name.Length is > 0 and <= Longest && name[0] != '.') return;
        string shown = name.Length > Longest ? $"{name[..Longest]}…" : name;
        throw new InputException(
            $"The {thing} has the name \"{shown}\"; expected 1 to {Longest} letters that do not begin with a dot, because a directory is "
            + "named after it.");
    }
}
