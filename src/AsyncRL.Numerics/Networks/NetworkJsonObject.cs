using System.Text.Json;
using AsyncRL.Core.Options;

namespace AsyncRL.Numerics.Networks;

/// <summary>An object of a network's JSON, and the messages about its properties.</summary>
internal readonly struct NetworkJsonObject
{
    private readonly JsonElement _element;

    /// <summary>Makes sure that a value is an object.</summary>
    /// <param name="element">The value.</param>
    /// <param name="place">Its place, as the subject of a message.</param>
    /// <exception cref="InputException">It is no object.</exception>
    internal NetworkJsonObject(JsonElement element, string place)
    {
        (_element, Place) = (element, place);
        if (element.ValueKind != JsonValueKind.Object)
            throw new InputException($"{place} is {element.GetRawText()}; expected an object in braces.");
    }

    /// <summary>Its place, as the subject of a message.</summary>
    internal string Place { get; }

    /// <summary>Makes sure that it has no unknown properties.</summary>
    /// <param name="known">The properties that it may have.</param>
    /// <exception cref="InputException">It has another property.</exception>
    internal void AllowOnly(params string[] known)
    {
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (System.Array.IndexOf(known, property.Name) >= 0) continue;
            throw new InputException($"{Place} has a property \"{property.Name}\"; {Names.Advice(property.Name, known)}");
        }
    }

    internal bool Has(string name) => _element.TryGetProperty(name, out _);

    internal string Text(string name)
    {
        JsonElement value = Find(name, "a text");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refusal(name, value.GetRawText(), "a text");
    }

    internal JsonElement.ArrayEnumerator Array(string name)
    {
        const string Expected = "a list of layers in brackets";
        JsonElement value = Find(name, Expected);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Refusal(name, value.GetRawText(), Expected);
    }

    internal InputException Refusal(string name, string value, string expected) =>
        new($"{Place} has the property {name} with the value {value}; expected {expected}.");

    internal JsonElement Find(string name, string expected) => _element.TryGetProperty(name, out JsonElement value)
        ? value : throw new InputException($"{Place} has no property {name}; expected {expected} there.");
}
