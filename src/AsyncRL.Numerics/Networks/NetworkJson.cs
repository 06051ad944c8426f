using System.Collections.Immutable;
using System.Globalization;
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

    private const string Name = "name", Source = "source", Layers = "layers", Kind = "kind";
    private const string Filters = "filters", Kernel = "kernel", Stride = "stride", Units = "units", Cells = "cells";
    private const string Conv = "convolution", Dense = "dense", Lstm = "lstm", Normalization = "layer-normalization", Relu = "rectifier";

    private static readonly string[] Kinds = [Conv, Dense, Lstm, Normalization, Relu];

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The object; null if a layer is of a kind that a program has added and that this format does not have.</returns>
    public static JsonObject? Write(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = new JsonArray();
        foreach (LayerDescription layer in network.Trunk)
        {
            if (Write(layer) is not { } written) return null;
            layers.Add((JsonNode)written);
        }

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
            layers.Add(ReadLayer(element, place));
        }

        return new NetworkDescription(name, source, layers.ToImmutable());
    }

    private static JsonObject? Write(LayerDescription layer) => layer switch
    {
        Convolution c => new() { [Kind] = Conv, [Filters] = c.Filters, [Kernel] = c.Kernel, [Stride] = c.Stride },
        FullyConnected f => new() { [Kind] = Dense, [Units] = f.Units },
        LongShortTermMemory m => new() { [Kind] = Lstm, [Cells] = m.Cells },
        LayerNormalization => new() { [Kind] = Normalization },
        Rectifier => new() { [Kind] = Relu },
        _ => null,
    };

    private static LayerDescription ReadLayer(JsonElement element, string place)
    {
        var layer = new NetworkJsonObject(element, place);
        string typed = layer.Text(Kind);
        switch (Names.Match(typed, Kinds))
        {
            case Conv:
                layer.AllowOnly(Kind, Filters, Kernel, Stride);
                return new Convolution(layer.Size(Filters), layer.Size(Kernel), layer.Size(Stride));
            case Dense:
                layer.AllowOnly(Kind, Units);
                return new FullyConnected(layer.Size(Units));
            case Lstm:
                layer.AllowOnly(Kind, Cells);
                return new LongShortTermMemory(layer.Size(Cells));
            case Normalization:
                layer.AllowOnly(Kind);
                return new LayerNormalization();
            case Relu:
                layer.AllowOnly(Kind);
                return new Rectifier();
            default:
                throw new InputException($"{place} has the kind \"{typed}\"; {Names.Advice(typed, Kinds)}");
        }
    }
}
