using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>A task of a study: what is learned, with the scale of its returns.</summary>
/// <param name="Name">Its name in tables, figures and paths.</param>
/// <param name="Settings">Settings of its runs.</param>
internal sealed record StudyTask(string Name, OptionsFile Settings)
{
    /// <summary>The return that counts as 0 when tasks are put together, for example that of random actions; null if unknown.</summary>
    internal double? Low { get; init; }

    /// <summary>The return that counts as 1, for example that of an expert; null if unknown.</summary>
    internal double? High { get; init; }

    /// <summary>The mean return of 100 training episodes at which the task counts as learned; null for none.</summary>
    internal double? Bar { get; init; }

    /// <summary>Whether scores can be normalized.</summary>
    internal bool HasScale => Low is not null && High is not null;
}

/// <summary>One of the alternatives that a study compares.</summary>
/// <param name="Name">Its name in tables, figures and paths.</param>
/// <param name="Settings">Settings of its runs, which count more than those of the task.</param>
internal sealed record StudyArm(string Name, OptionsFile Settings);

/// <summary>A combination of the varied options.</summary>
/// <param name="Index">Its place among all, from 0.</param>
/// <param name="Values">The value of each varied option, in the order of the options; empty if nothing is varied.</param>
internal sealed record StudyPoint(int Index, ImmutableArray<(string Option, string Value)> Values)
{
    /// <summary>Its name in tables: "learning-rate 0.01, threads 2"; empty if nothing is varied.</summary>
    internal string Name => string.Join(", ", Values.Select(pair => $"{pair.Option} {pair.Value}"));

    /// <summary>The value of a varied option.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The value; null if the option is not varied.</returns>
    internal string? ValueOf(string option)
    {
        foreach ((string name, string value) in Values)
        {
            if (string.Equals(name, option, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }
}

/// <summary>A figure that a study draws, or a table that it computes.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Over">The varied option of the horizontal axis; null for a kind without one.</param>
/// <param name="By">What time is measured in: one of <see cref="Clocks"/>.</param>
internal sealed record StudyFigure(string Kind, string? Over, string By)
{
    internal const string Curves = "curves", Scatter = "scatter", Ranks = "ranks";
    internal const string Scores = "scores", Speedup = "speedup", Profile = "profile";
    internal const string AgentSteps = "agent-steps", Seconds = "seconds", SimulatedClock = "simulated-clock";

    /// <summary>All kinds.</summary>
    internal static readonly ImmutableArray<string> Kinds = [Curves, Scatter, Ranks, Scores, Speedup, Profile];

    /// <summary>All measures of time. The simulated clock counts agent steps of each actor.</summary>
    internal static readonly ImmutableArray<string> Clocks = [AgentSteps, Seconds, SimulatedClock];

    /// <summary>Whether a kind needs a varied option.</summary>
    internal bool NeedsOption => Kind is Scatter or Scores or Speedup;
}

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
