using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace AsyncRL.Cli.Parsing;

/// <summary>An option that describes, for error messages, the values that it takes.</summary>
internal interface IExpectingOption
{
    /// <summary>For example "a whole number of at least 1".</summary>
    string Expected { get; }
}

/// <summary>An option that takes a text; null if it is not given.</summary>
internal sealed class TextOption : Option<string?>, IExpectingOption
{
    /// <summary>Describes the option.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="valueName">What help calls its value.</param>
    /// <param name="expected">What values it takes.</param>
    /// <param name="description">What it does.</param>
    internal TextOption(string name, string valueName, string expected, string description)
        : base(name)
    {
        HelpName = valueName;
        Description = description;
        Expected = expected;
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (!string.IsNullOrWhiteSpace(text)) return text;
            argument.AddError($"The option {name} is \"{text}\"; expected {expected}.");
            return null;
        };
    }

    public string Expected { get; }
}

/// <summary>An option that takes a number; null if it is not given.</summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class NumberOption<T> : Option<T?>, IExpectingOption
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private readonly T _minimum;

    /// <summary>Describes the option.</summary>
    /// <param name="name">Its name with two hyphens.</param>
    /// <param name="valueName">What help calls its value.</param>
    /// <param name="description">What it does.</param>
    /// <param name="minimum">The smallest number allowed; the smallest of the type if null.</param>
    internal NumberOption(string name, string valueName, string description, T? minimum = null)
        : base(name)
    {
        HelpName = valueName;
        Description = description;
        _minimum = minimum ?? T.MinValue;

        // Half of one is half only where there are fractions.
        string kind = T.IsInteger(T.One / (T.One + T.One)) ? "a whole number" : "a number";
        Expected = _minimum == T.MinValue && T.IsNegative(_minimum)
            ? kind
            : $"{kind} of at least {_minimum.ToString(null, CultureInfo.InvariantCulture)}";
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            bool isNumber = T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && T.IsFinite(number);
            if (isNumber && number >= _minimum) return number;
            argument.AddError($"The option {name} is \"{text}\"; expected {(IsTooLarge(text) ? AtMost(kind) : Expected)}.");
            return null;
        };
    }

    public string Expected { get; }

    /// <summary>Whether a text is a whole number that is beyond the type's largest.</summary>
    private static bool IsTooLarge(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
        && number > BigInteger.CreateTruncating(T.MaxValue);

    private static string AtMost(string kind) => $"{kind} of at most {T.MaxValue.ToString(null, CultureInfo.InvariantCulture)}";
}

/// <summary>The option <c>--json</c> of the commands that report numbers.</summary>
internal static class JsonOption
{
    /// <summary>Makes the option.</summary>
    /// <returns>The option, for one command.</returns>
    internal static Option<bool> Create() => new("--json")
    {
        Description = "Print one JSON document; everything else goes to standard error.",
    };
}
