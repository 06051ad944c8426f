using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Parsing;

/// <summary>Reads the members of an options file, each of the type that it must have.</summary>
/// <param name="root">The file's object.</param>
/// <param name="place">What the object is, for messages: "options file run.json".</param>
internal readonly struct OptionsFileReader(JsonElement root, string place)
{
    /// <summary>What run.json says of the run whose θ a run began with; agentSteps is for people.</summary>
    private static readonly string[] InitialMembers = ["directory", "checkpoint", "agentSteps", "sha256"];

    /// <summary>Makes sure that a run.json is one that this program writes.</summary>
    /// <param name="name">The member that counts its format.</param>
    /// <exception cref="InputException">It has another format.</exception>
    internal void CheckFormat(string name)
    {
        if (Number<int>(name) is { } format && format != RunDirectory.ManifestFormat)
            throw new InputException($"The {place} has format {format}; expected {RunDirectory.ManifestFormat}.");
    }

    /// <summary>Whether null is the value of a member.</summary>
    /// <param name="name">The member.</param>
    /// <returns>Whether it is there and null.</returns>
    internal bool IsNull(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Reads a text.</summary>
    /// <param name="name">The member.</param>
    /// <returns>The text; null if there is no such member.</returns>
    /// <exception cref="InputException">The member is no text.</exception>
    internal string? Text(string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refusal(name, value, "a text");
    }

    /// <summary>Reads a whole number, which may be written with a decimal point or an exponent.</summary>
    /// <typeparam name="T">The number.</typeparam>
    /// <param name="name">The member.</param>
    /// <returns>The number; null if there is no such member.</returns>
    /// <exception cref="InputException">The member is no whole number of the type.</exception>
    internal T? Number<T>(string name)
        where T : struct, IBinaryInteger<T>
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        if (isNumber && T.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out T number)) return number;
        throw Refusal(name, value, "a whole number");
    }

    /// <summary>Reads an object of texts, numbers and truth values.</summary>
    /// <param name="name">The member.</param>
    /// <returns>Texts by name, as --set takes them; none if there is no such member.</returns>
    /// <exception cref="InputException">The member is no object, or holds a value of another type.</exception>
    internal IReadOnlyDictionary<string, string> Assignments(string name)
    {
        var assignments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!root.TryGetProperty(name, out JsonElement options)) return assignments;
        if (options.ValueKind != JsonValueKind.Object) throw Refusal(name, options, "an object of options and values");
        foreach (JsonProperty option in options.EnumerateObject())
        {
            string value = option.Value.ValueKind switch
            {
                JsonValueKind.String => option.Value.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => option.Value.GetRawText(),
                _ => throw Refusal($"{name}.{option.Name}", option.Value, "a text, a number, true or false"),
            };
            if (!assignments.TryAdd(option.Name, value))
                throw new InputException($"The {place} names the option {option.Name} twice; expected it once.");
        }

        return assignments;
    }

    /// <summary>Reads the layers of a network.</summary>
    /// <param name="name">The member.</param>
    /// <returns>The network; null if there is no such member, or null is its value.</returns>
    /// <exception cref="InputException">The member describes no network.</exception>
    internal NetworkDescription? Layers(string name)
    {
        if (IsNull(name) || !root.TryGetProperty(name, out JsonElement value)) return null;
        return NetworkJson.Read(value.GetRawText(), $"The member {name} of the {place}");
    }

    /// <summary>Reads which run's θ to begin with.</summary>
    /// <param name="name">The member.</param>
    /// <returns>The run's directory, the checkpoint and the SHA-256 of θ; null if there is no such member.</returns>
    /// <exception cref="InputException">The member is no object with a directory.</exception>
    internal (string Directory, string? Checkpoint, string? Sha256)? InitialParameters(string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Object) throw Refusal(name, value, "an object with a directory");
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (Array.IndexOf(InitialMembers, member.Name) >= 0) continue;
            throw new InputException(
                $"The member {name} of the {place}: {Names.Unknown("member", member.Name, InitialMembers)}");
        }

        var members = new OptionsFileReader(value, place);
        string directory = members.Text("directory")
            ?? throw new InputException($"The member {name} of the {place} has no directory; expected that of a run.");
        return (directory, members.Text("checkpoint"), members.Text("sha256"));
    }

    /// <summary>Reads a number.</summary>
    /// <param name="name">The member.</param>
    /// <returns>The number; null if there is no such member.</returns>
    /// <exception cref="InputException">The member is no finite number.</exception>
    internal double? Real(string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        double number = isNumber ? value.GetDouble() : double.NaN;
        return double.IsFinite(number) ? number : throw Refusal(name, value, "a finite number");
    }

    /// <summary>Reads a truth value.</summary>
    /// <param name="name">The member.</param>
    /// <returns>The value; false if there is no such member.</returns>
    /// <exception cref="InputException">The member is neither true nor false.</exception>
    internal bool Flag(string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return false;
        bool isFlag = value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        return isFlag ? value.GetBoolean() : throw Refusal(name, value, "true or false");
    }

    /// <summary>Reads one of several words.</summary>
    /// <param name="name">The member.</param>
    /// <param name="words">The words.</param>
    /// <returns>The word; null if there is no such member.</returns>
    /// <exception cref="InputException">The member is no text, or another one.</exception>
    internal string? OneOf(string name, IReadOnlyCollection<string> words)
    {
        if (Text(name) is not { } text) return null;
        return Names.Match(text, words)
            ?? throw new InputException($"The member {name} of the {place} is \"{text}\"; {Names.Advice(text, words)}");
    }

    /// <summary>Makes the exception that says that a member has a wrong value.</summary>
    /// <param name="name">The member.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expected">What it should be.</param>
    /// <returns>The exception.</returns>
    internal InputException Refusal(string name, JsonElement value, string expected) =>
        new($"The member {name} of the {place} is {OptionsFile.KindOf(value)}; expected {expected}.");
}
