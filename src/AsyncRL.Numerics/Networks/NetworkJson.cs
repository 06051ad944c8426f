using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Numerics.Networks;

/// <summary>A network as JSON: its name, its source, and its layers in order, each an object with its kind and its sizes.</summary>
/// <example><code>{ "name": "small", "layers": [{ "kind": "dense", "units": 32 }, { "kind": "rectifier" }] }</code></example>
public static class NetworkJson
{
    /// <summary>The largest size that a layer may have.</summary>
    public const int LargestSize = 1_000_000;

    /// <summary>The ending of the name of a network file.</summary>
    public const string Extension = ".json";

    /// <summary>The kinds of layers of this program, each with its properties: "dense (units)".</summary>
    public static IReadOnlyList<string> Kinds => [.. LayerKind.Readable.Select(kind => kind.Usage)];

    private const string Name = "name", Source = "source", Layers = "layers";

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The object.</returns>
    /// <exception cref="InputException">A layer is of a kind that could not be read back; the message says why.</exception>
    public static JsonObject Write(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = new JsonArray();
        foreach (LayerDescription layer in network.Trunk) layers.Add((JsonNode)LayerKind.Write(layer));
        return new JsonObject { [Name] = network.Name, [Source] = network.Source, [Layers] = layers };
    }

    /// <summary>Reads a network file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">The file cannot be read, or describes no network.</exception>
    public static NetworkDescription ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), $"The network file {path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = File.Exists(path) ? "cannot be read" : Directory.Exists(path) ? "is a directory" : "does not exist";
            throw new InputException($"The network file {path} {reason}; expected a JSON file with the layers of a network.", problem);
        }
    }

    /// <summary>Reads a network.</summary>
    /// <param name="json">The text of an object. It may have comments and trailing commas.</param>
    /// <param name="place">The place that it comes from, as the subject of a message: "The network file a.json".</param>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">The text describes no network.</exception>
    public static NetworkDescription Read(string json, string place)
    {
        try
        {
            using JsonDocument document = LenientJson.Parse(json);
            return Read(new NetworkJsonObject(document.RootElement, place));
        }
        catch (JsonException problem)
        {
            string reason = LenientJson.Describe(problem);
            throw new InputException($"{place} is no JSON object{reason}; expected an object with name and layers.", problem);
        }
    }

    private static NetworkDescription Read(NetworkJsonObject network)
    {
        network.AllowOnly(Name, Source, Layers);
        string name = network.Text(Name);
        if (string.IsNullOrWhiteSpace(name)) throw network.Refusal(Name, "an empty text", "a name");
        string source = network.Has(Source) ? network.Text(Source) : "";
        var layers = ImmutableArray.CreateBuilder<LayerDescription>();
        foreach (JsonElement element in network.Array(Layers))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{network.Place}, layer {layers.Count + 1},");
            layers.Add(LayerKind.Read(new NetworkJsonObject(element, place)));
        }

        return new NetworkDescription(name, source, layers.ToImmutable());
    }
}

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
