using System.Globalization;
using AsyncRL.Algorithms;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Finds the options of an algorithm that determine a size, for example of its experience. Each whole number among the options is halved,
/// and the size is computed again. Therefore an algorithm need not declare which of its options enter a size.
/// </summary>
internal static class SizeOptions
{
    private const string Auto = "auto";

    /// <summary>An effect below this share of the size is no advice.</summary>
    private const double SmallestEffect = 0.05;

    /// <summary>Makes the advice that makes a size smaller, for example "a smaller t-max".</summary>
    /// <param name="algorithm">The algorithm with its options.</param>
    /// <param name="size">The size, as a function of the algorithm with other options.</param>
    /// <returns>The advice; null if no option of the algorithm makes the size smaller.</returns>
    internal static string? Advice(Algorithm algorithm, Func<Algorithm, Int128> size)
    {
        double present = (double)size(algorithm);
        var effects = new List<(string Name, bool IsAuto, double Effect)>();
        foreach ((string name, string value) in OptionSet.ToAssignments(algorithm.AllOptions))
        {
            if (Smaller(value) is { } smaller && TryChange(algorithm, name, smaller) is { } changed)
                effects.Add((name, value == Auto, 1 - ((double)size(changed) / present)));
        }

        double largest = SmallestEffect;
        foreach ((_, _, double effect) in effects) largest = Math.Max(largest, effect);
        effects.RemoveAll(item => item.Effect < SmallestEffect || item.Effect < largest / 2);
        if (effects.Find(item => item.IsAuto) is { Name: { } unset }) return $"a number for {unset}";
        string[] names = Array.ConvertAll([.. effects], item => item.Name);
        return names switch
        {
            [] => null,
            [var name] => $"a smaller {name}",
            [.. var others, var last] => $"a smaller value of {string.Join(", ", others)} or {last}",
        };
    }

    /// <summary>Half of a whole number, or 1 for an unset one.</summary>
    private static string? Smaller(string value)
    {
        if (value == Auto) return "1";
        bool isWhole = long.TryParse(value, CultureInfo.InvariantCulture, out long number);
        return isWhole && number > 1 ? (number / 2).ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The algorithm with another value of an option; null if the option does not take it.</summary>
    private static Algorithm? TryChange(Algorithm algorithm, string name, string value)
    {
        try
        {
            var assignments = new Dictionary<string, string> { [name] = value };
            return (Algorithm)algorithm.With(OptionSet.With(algorithm.AllOptions, assignments, new HashSet<string>()));
        }
        catch (InputException)
        {
            return null;
        }
    }
}
