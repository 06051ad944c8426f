using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>
/// An option that a study varies, with its values: a list "a,b,c", or a range "low..high:KIND:n" of n values. The kinds log and lin draw
/// them at random, evenly by their logarithm or by themselves; loggrid and lingrid space them evenly, with both ends.
/// </summary>
/// <param name="Name">The option, or a setting of a run such as algorithm or threads.</param>
/// <param name="Range">The range as it was written; null for a list.</param>
/// <param name="Values">The values as texts, in the order in which runs are begun.</param>
/// <param name="IsLogarithmic">Whether an axis of the values should be logarithmic.</param>
internal sealed record VariedOption(string Name, string? Range, ImmutableArray<string> Values, bool IsLogarithmic)
{
    /// <summary>What the values of an option are, for messages.</summary>
    internal const string Expected = "a list such as 1,2,4, or a range low..high:KIND:n with the kind log, lin, loggrid or lingrid, "
        + "such as 1e-4..1e-2:log:50";

    private const string RangeMark = "..";
    private const int MostValues = 10_000, MostDraws = 100;

    /// <summary>From this ratio of the largest to the smallest number of a list on, an axis of them is logarithmic.</summary>
    private const double LeastRatioOfLogarithm = 20;

    /// <summary>Whether all values are numbers, so that they can lie along an axis.</summary>
    internal bool IsNumeric => Values.All(value => double.IsFinite(NumberOf(value)));

    /// <summary>Reads the values of an option.</summary>
    /// <param name="name">The option.</param>
    /// <param name="text">A list or a range.</param>
    /// <param name="drawSeed">The seed of drawn values. The values of a longer range begin with those of a shorter one.</param>
    /// <returns>The option.</returns>
    /// <exception cref="InputException">The text is neither.</exception>
    internal static VariedOption Read(string name, string text, ulong drawSeed)
    {
        if (!text.Contains(RangeMark, StringComparison.Ordinal)) return OfList(name, text.Split(','));
        string[] parts = text.Split(':');
        string[] ends = parts[0].Split(RangeMark);
        bool isRange = parts.Length == 3 && ends.Length == 2;
        double low = isRange ? NumberOf(ends[0]) : double.NaN, high = isRange ? NumberOf(ends[1]) : double.NaN;
        int count = isRange && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        if (!isRange || !double.IsFinite(low) || !(high > low) || count is < 1 or > MostValues)
            throw new InputException($"The values of {name} are \"{text}\"; expected {Expected}.");
        string kind = parts[1].Trim().ToLowerInvariant();
        bool isLogarithmic = kind.StartsWith("log", StringComparison.Ordinal);
        if (isLogarithmic && low <= 0)
            throw new InputException($"The values of {name} are \"{text}\", whose lower end is not above 0; expected one that is.");
        bool isGrid = kind.EndsWith("grid", StringComparison.Ordinal);
        if (kind is not ("log" or "lin" or "loggrid" or "lingrid"))
        {
            throw new InputException(
                $"The values of {name} are \"{text}\"; {Names.Advice(kind, ["log", "lin", "loggrid", "lingrid"])}");
        }

        var values = ImmutableArray.CreateBuilder<string>(count);
        RandomGenerator root = new RandomGenerator(drawSeed).Split(name.ToLowerInvariant());
        for (int i = 0; i < count; i++)
        {
            RandomGenerator own = root.Split((ulong)i);
            string value = Draw(own);
            for (int further = 0; values.Contains(value) && !isGrid && further < MostDraws; further++) value = Draw(own);
            if (values.Contains(value))
            {
                throw new InputException(
                    $"The values of {name} are \"{text}\", of which two are {value} after rounding to six digits; expected fewer values or "
                    + "a longer range.");
            }

            values.Add(value);

            // Six digits are enough to distinguish values, and a directory is named after them.
            string Draw(RandomGenerator generator)
            {
                double share = !isGrid ? generator.NextDouble() : count == 1 ? 0 : (double)i / (count - 1);
                double number = isLogarithmic ? low * Math.Pow(high / low, share) : low + (share * (high - low));
                return number.ToString("G6", CultureInfo.InvariantCulture);
            }
        }

        return new VariedOption(name, text, values.MoveToImmutable(), isLogarithmic);
    }

    /// <summary>Takes the values of a list.</summary>
    /// <param name="name">The option.</param>
    /// <param name="texts">The values; each once.</param>
    /// <returns>The option.</returns>
    /// <exception cref="InputException">A value is empty or occurs twice.</exception>
    internal static VariedOption OfList(string name, IReadOnlyList<string> texts)
    {
        var values = ImmutableArray.CreateBuilder<string>(texts.Count);
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (string text in texts)
        {
            string value = text.Trim();
            if (value.Length == 0)
                throw new InputException($"A value of {name} is empty in \"{string.Join(',', texts)}\"; expected {Expected}.");
            if (values.Contains(value)) throw new InputException($"The value {value} of {name} is given twice; expected each value once.");
            values.Add(value);
            (least, most) = (Math.Min(least, NumberOf(value)), Math.Max(most, NumberOf(value)));
        }

        if (values.Count is 0 or > MostValues)
            throw new InputException($"The option {name} has {values.Count} values; expected 1 to {MostValues}.");
        return new VariedOption(name, null, values.MoveToImmutable(), least > 0 && most / least >= LeastRatioOfLogarithm);
    }

    /// <summary>The number that a value is; NaN if it is none.</summary>
    /// <param name="value">The value.</param>
    internal static double NumberOf(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}

/// <summary>Sets a varied option in a request. The settings of a run have their own members; every other name is an option.</summary>
internal static class VariedSetting
{
    /// <summary>Sets the option.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The request with the value.</returns>
    /// <exception cref="InputException">The value is no whole number, where one is expected.</exception>
    internal static TrainingRequest Set(TrainingRequest request, string name, string value) => name.ToLowerInvariant() switch
    {
        "environment" => throw new InputException("The study varies the environment; expected a task for each environment."),
        "algorithm" => request with { Algorithm = value },
        "network" => request with { Network = value, Layers = null },
        "execution" => request with { Execution = value },
        "sharing" => request with { Sharing = value },
        "threads" => request with { Threads = Number<int>(name, value) },
        "actors" => request with { Actors = Number<int>(name, value) },
        "agent-steps" => request with { AgentSteps = Number<long>(name, value) },
        _ => request with
        {
            Assignments = Assignments.Merge(request.Assignments, new Dictionary<string, string> { [name] = value }),
        },
    };

    private static T Number<T>(string name, string value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (T.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && number > T.Zero) return number;
        throw new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"The varied option {name} is \"{value}\"; expected a whole number from 1 to {T.MaxValue}."));
    }
}
