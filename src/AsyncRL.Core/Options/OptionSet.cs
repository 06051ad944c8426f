using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Reflection;

namespace AsyncRL.Core.Options;

/// <summary>One option of a record, with its name, its meaning and its default.</summary>
/// <param name="Name">Its name in lower case with hyphens.</param>
/// <param name="Unit">The unit of its value; may be empty.</param>
/// <param name="Default">Its default as text.</param>
/// <param name="Expected">A description of the values that it takes.</param>
/// <param name="Meaning">What it does and where its default comes from.</param>
public sealed record OptionDescription(string Name, string Unit, string Default, string Expected, string Meaning);

/// <summary>Reads and writes options records by the names that are in their <see cref="OptionAttribute"/>s.</summary>
/// <remarks>
/// Options are texts, truth values, numbers, or nullable numbers such as int?, whose null is written "auto". An option "make.KEY" of the
/// type <see cref="ImmutableSortedDictionary{TKey, TValue}"/> holds texts by any name after the dot.
/// </remarks>
public static class OptionSet
{
    private const string Auto = "auto";

    /// <summary>Lists a record's options.</summary>
    /// <param name="options">The record; its current values are listed as defaults.</param>
    /// <returns>The options in the order of declaration.</returns>
    public static IReadOnlyList<OptionDescription> Describe(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var descriptions = new List<OptionDescription>();
        foreach ((PropertyInfo property, OptionAttribute option) in OptionsOf(options.GetType()))
            descriptions.Add(new(option.Name, option.Unit, Format(property.GetValue(options)), Expected(property, option), option.Meaning));
        return descriptions;
    }

    /// <summary>Copies a record with some options changed.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="options">The record that the other options are copied from.</param>
    /// <param name="assignments">Texts by option name.</param>
    /// <param name="used">Receives the names that the record contains.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="InputException">A value cannot be read or is out of range.</exception>
    public static T With<T>(T options, IReadOnlyDictionary<string, string> assignments, ISet<string> used)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(assignments);
        ArgumentNullException.ThrowIfNull(used);
        object copy = Copy(options);
        foreach ((PropertyInfo property, OptionAttribute option) in OptionsOf(options.GetType()))
        {
            if (property.GetValue(options) is ImmutableSortedDictionary<string, string> texts)
            {
                property.SetValue(copy, WithAll(texts, PrefixOf(option), assignments, used));
                continue;
            }

            if (Find(assignments, option.Name) is not { } text) continue;
            used.Add(option.Name);
            property.SetValue(copy, Parse(property, option, text));
        }

        return (T)copy;
    }

    /// <summary>Checks the values of a record that was made in code against its attributes.</summary>
    /// <param name="options">The record.</param>
    /// <exception cref="InputException">A value is out of range.</exception>
    public static void Check(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach ((PropertyInfo property, OptionAttribute option) in OptionsOf(options.GetType()))
        {
            if (!IsOpen(property)) Parse(property, option, Format(property.GetValue(options)));
        }
    }

    /// <summary>Whether a record has an option of a name, without regard to case.</summary>
    /// <param name="options">The record.</param>
    /// <param name="name">The name, for example "t-max", or "make.size" if the record has the option "make.KEY".</param>
    /// <returns>Whether it has one.</returns>
    public static bool Has(object options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(name);
        foreach ((PropertyInfo property, OptionAttribute option) in OptionsOf(options.GetType()))
        {
            bool isNamed = IsOpen(property)
                ? name.Length > PrefixOf(option).Length && name.StartsWith(PrefixOf(option), StringComparison.OrdinalIgnoreCase)
                : name.Equals(option.Name, StringComparison.OrdinalIgnoreCase);
            if (isNamed) return true;
        }

        return false;
    }

    /// <summary>Says which options of a record have no effect, because of the value of another of its options.</summary>
    /// <param name="options">The record.</param>
    /// <returns>The name of each such option, the other option with its value, and what it needs; for example
    /// ("clip", "objective=penalty", "objective=clip").</returns>
    public static IReadOnlyList<(string Name, string Present, string Needed)> WithoutEffect(object options)
    {
        IReadOnlyDictionary<string, string> values = ToAssignments(options);
        var names = new List<(string, string, string)>();
        foreach ((_, OptionAttribute option) in OptionsOf(options.GetType()))
        {
            if (option.Needs.Split('=') is not [string other, string needed] || !values.TryGetValue(other, out string? value)) continue;
            string[] words = needed.Split(' ');
            if (!words.Contains(value, StringComparer.OrdinalIgnoreCase))
                names.Add((option.Name, $"{other}={value}", $"{other}={string.Join(" or ", words)}"));
        }

        return names;
    }

    /// <summary>Turns a record into texts that <see cref="With"/> reads back.</summary>
    /// <param name="options">The record.</param>
    /// <returns>Texts by option name, in the order of declaration.</returns>
    public static IReadOnlyDictionary<string, string> ToAssignments(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var assignments = new Dictionary<string, string>();
        foreach ((PropertyInfo property, OptionAttribute option) in OptionsOf(options.GetType()))
        {
            object? value = property.GetValue(options);
            if (value is not ImmutableSortedDictionary<string, string> texts) assignments.Add(option.Name, Format(value));
            else foreach ((string key, string text) in texts) assignments.Add(PrefixOf(option) + key, text);
        }

        return assignments;
    }

    private static bool IsOpen(PropertyInfo property) => property.PropertyType == typeof(ImmutableSortedDictionary<string, string>);

    /// <summary>The option "make.KEY" takes all names that begin with "make.".</summary>
    private static string PrefixOf(OptionAttribute option) => option.Name[..(option.Name.IndexOf('.', StringComparison.Ordinal) + 1)];

    /// <summary>Adds every assignment whose name has a prefix. The rest of the name keeps its case.</summary>
    private static ImmutableSortedDictionary<string, string> WithAll(
        ImmutableSortedDictionary<string, string> texts, string prefix, IReadOnlyDictionary<string, string> assignments, ISet<string> used)
    {
        foreach ((string name, string text) in assignments)
        {
            if (name.Length <= prefix.Length || !name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            used.Add(name);
            texts = texts.SetItem(name[prefix.Length..], text);
        }

        return texts;
    }

    /// <summary>A record's copy constructor, found by the name of the method that the compiler generates for it.</summary>
    private static object Copy(object record) =>
        record.GetType().GetMethod("<Clone>$")?.Invoke(record, null)
        ?? throw new ArgumentException($"{record.GetType().Name} is not a record.", nameof(record));

    private static IEnumerable<(PropertyInfo Property, OptionAttribute Option)> OptionsOf(Type type)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<OptionAttribute>() is { } option) yield return (property, option);
        }
    }

    /// <summary>Names are found without regard to case.</summary>
    private static string? Find(IReadOnlyDictionary<string, string> assignments, string name)
    {
        if (assignments.TryGetValue(name, out string? text)) return text;
        return Names.Match(name, assignments.Keys) is { } typed ? assignments[typed] : null;
    }

    private static object? Parse(PropertyInfo property, OptionAttribute option, string text)
    {
        Type? openType = Nullable.GetUnderlyingType(property.PropertyType);
        if (openType is not null && text.Equals(Auto, StringComparison.OrdinalIgnoreCase)) return null;
        return ParseAs(openType ?? property.PropertyType, option, text) ?? throw Refusal(property, option, text);
    }

    private static InputException Refusal(PropertyInfo property, OptionAttribute option, string text)
    {
        string? nearest = option.AllowedValues.Length > 0 ? Names.Nearest(text, option.AllowedValues.Split(' ')) : null;
        string advice = nearest is null ? $"expected {Expected(property, option)}." : $"did you mean {nearest}?";
        return new InputException($"The option {option.Name} is \"{text}\"; {advice}");
    }

    private static object? ParseAs(Type type, OptionAttribute option, string text)
    {
        if (type == typeof(string)) return option.AllowedValues.Length == 0 ? text : Names.Match(text, option.AllowedValues.Split(' '));
        if (type == typeof(bool)) return bool.TryParse(text, out bool truth) ? truth : null;
        if (type == typeof(double)) return ParseNumber<double>(option, text);
        if (type == typeof(long)) return ParseNumber<long>(option, text);
        if (type == typeof(int)) return ParseNumber<int>(option, text);
        throw new ArgumentException($"The option {option.Name} is of the type {type.Name}; texts cannot be converted to this type.");
    }

    private static object? ParseNumber<T>(OptionAttribute option, string text)
        where T : struct, INumber<T>
    {
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T number)) return null;
        double size = double.CreateTruncating(number);
        return size >= option.Minimum && size <= option.Maximum ? number : null;
    }

    private static string Format(object? value) => value switch
    {
        null => Auto,
        ImmutableSortedDictionary<string, string> => "none",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Expected(PropertyInfo property, OptionAttribute option)
    {
        Type? openType = Nullable.GetUnderlyingType(property.PropertyType);
        return openType is null ? Expected(property.PropertyType, option) : Expected(openType, option) + ", or " + Auto;
    }

    private static string Expected(Type type, OptionAttribute option)
    {
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(ImmutableSortedDictionary<string, string>)) return option.Format;
        if (type == typeof(string))
            return option.AllowedValues.Length == 0 ? option.Format : "one of " + string.Join(", ", option.AllowedValues.Split(' '));
        string kind = type == typeof(double) ? "a number" : "a whole number";
        string minimum = option.Minimum.ToString(CultureInfo.InvariantCulture);
        string maximum = option.Maximum.ToString(CultureInfo.InvariantCulture);
        return (double.IsFinite(option.Minimum), double.IsFinite(option.Maximum)) switch
        {
            (true, true) => $"{kind} from {minimum} to {maximum}",
            (true, false) => $"{kind} of at least {minimum}",
            (false, true) => $"{kind} of at most {maximum}",
            _ => kind,
        };
    }
}
