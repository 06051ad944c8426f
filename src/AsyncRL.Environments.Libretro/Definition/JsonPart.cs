using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Libretro.Definition;

/// <summary>An object or a value in a file, with its place for messages.</summary>
/// <param name="element">The element.</param>
/// <param name="place">Where it is: "In game.json, rewards[0].".</param>
internal readonly struct JsonPart(JsonElement element, string place)
{
    private readonly JsonElement _element = element;
    private readonly string _place = place;

    /// <summary>Refuses what is no object, and members with other names.</summary>
    internal void Allow(params string[] names)
    {
        if (_element.ValueKind != JsonValueKind.Object) throw new InputException($"{Here} is {Shown(_element)}; expected an object.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty member in _element.EnumerateObject())
        {
            if (Names.Match(member.Name, names) != member.Name)
                throw new InputException($"{Here}: {Names.Unknown("member", member.Name, names)}");
            if (!seen.Add(member.Name)) throw new InputException($"{_place}{member.Name} is there twice; expected once.");
        }
    }

    /// <summary>Whether a member is there.</summary>
    internal bool Has(string name) => _element.TryGetProperty(name, out _);

    /// <summary>Reads a text.</summary>
    internal string Text(string name) => Member(name).Text();

    /// <summary>Reads the part itself as a text.</summary>
    internal string Text() => _element.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(_element.GetString())
        ? _element.GetString()!
        : throw new InputException($"{Here} is {Shown(_element)}; expected a text.");

    /// <summary>Reads a whole number, or a text such as "0x27".</summary>
    internal long Whole(string name, long low, long high)
    {
        JsonPart part = Member(name);
        JsonElement value = part._element;
        long number = 0;
        bool isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out number),
            JsonValueKind.String => value.GetString()!.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(value.GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && number >= low && number <= high
            ? number
            : throw new InputException($"{part.Here} is {Shown(value)}; expected a whole number from {low} to {high}, or \"0x…\".");
    }

    /// <summary>Reads a truth value.</summary>
    internal bool Truth(string name)
    {
        JsonPart part = Member(name);
        return part._element.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? part._element.GetBoolean()
            : throw new InputException($"{part.Here} is {Shown(part._element)}; expected true or false.");
    }

    /// <summary>Reads a real number.</summary>
    internal double Real(string name)
    {
        JsonPart part = Member(name);
        return part._element.ValueKind == JsonValueKind.Number && part._element.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new InputException($"{part.Here} is {Shown(part._element)}; expected a number.");
    }

    /// <summary>Reads the name of a value; the usual one if the member is missing.</summary>
    internal T Word<T>(string name, T usual)
        where T : struct, Enum
    {
        if (!Has(name)) return usual;
        JsonPart part = Member(name);
        var names = new List<string>();
        foreach (string one in Enum.GetNames<T>()) names.Add(one.ToLowerInvariant());
        string text = part.Text();
        return Names.Match(text, names) is not null
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw new InputException($"{part.Here} is \"{text}\"; expected one of {string.Join(", ", names)}.");
    }

    /// <summary>Reads a list; an empty one if the member is missing and may be.</summary>
    internal ImmutableArray<T> List<T>(string name, Func<JsonPart, T> read, int atLeast = 0)
    {
        if (!Has(name) && atLeast == 0) return [];
        JsonPart list = Member(name);
        if (list._element.ValueKind != JsonValueKind.Array || list._element.GetArrayLength() < atLeast)
        {
            string expected = atLeast == 0 ? "a list" : $"a list of at least {atLeast}";
            throw new InputException($"{list.Here} is {Shown(list._element)}; expected {expected}.");
        }

        var items = ImmutableArray.CreateBuilder<T>();
        foreach (JsonElement item in list._element.EnumerateArray())
            items.Add(read(new JsonPart(item, $"{list.Here}[{items.Count}].")));
        return items.ToImmutable();
    }

    /// <summary>Reads a part that may be missing.</summary>
    internal T? Optional<T>(string name, Func<JsonPart, T> read)
        where T : class => Has(name) ? read(new JsonPart(Member(name)._element, $"{_place}{name}.")) : null;

    /// <summary>A sentence about a member.</summary>
    internal InputException Refuse(string name, string found, string expected) =>
        new($"{(name.Length == 0 ? Here : _place + name)} has {found}; expected {expected}.");

    /// <summary>A sentence of another reader, with the place of the member in front.</summary>
    internal InputException Refuse(string name, string sentence) => new($"{_place}{name}: {sentence}");

    private string Here => _place.TrimEnd('.', ' ', ',');

    private JsonPart Member(string name) => _element.TryGetProperty(name, out JsonElement member)
        ? new JsonPart(member, $"{_place}{name}")
        : throw new InputException($"{_place}{name} is missing; expected this member.");

    private static string Shown(JsonElement element)
    {
        const int longest = 60;
        string text = element.GetRawText();
        return text.Length <= longest ? text : text[..longest] + "…";
    }
}
