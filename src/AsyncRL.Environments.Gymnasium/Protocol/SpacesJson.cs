using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>What the process of an environment tells of it.</summary>
/// <param name="Observation">The shape of its observations.</param>
/// <param name="Actions">The actions that it takes.</param>
/// <param name="FramesPerStep">The action repeat.</param>
/// <param name="LongestEpisode">The largest number of agent steps in an episode; null if no bound is known.</param>
/// <param name="FramesPerSecond">Frames per second at normal speed; null if it has none.</param>
internal sealed record Spaces(
    ObservationSpecification Observation, ActionSpecification Actions, int FramesPerStep, int? LongestEpisode, int? FramesPerSecond);

/// <summary>Writes and reads <see cref="Spaces"/> as JSON. A bound that is null is none.</summary>
internal static class SpacesJson
{
    /// <summary>Writes them.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>UTF-8.</returns>
    internal static byte[] Write(IEnvironment environment)
    {
        (ObservationSpecification shape, ActionSpecification actions) = (environment.Observation, environment.Actions);
        JsonObject node = actions.Kind switch
        {
            ActionKind.Discrete => new JsonObject { ["kind"] = "discrete", ["count"] = actions.Count, ["names"] = Names(actions) },
            ActionKind.MultiDiscrete => new JsonObject { ["kind"] = "several", ["choices"] = Numbers(actions.Choices.ToArray()) },
            _ => new JsonObject { ["kind"] = "vector", ["low"] = Bounds(actions.Low), ["high"] = Bounds(actions.High) },
        };
        string text = new JsonObject
        {
            ["observation"] = new JsonObject
            {
                ["kind"] = shape.Kind == ObservationKind.Pixels ? "pixels" : "vector",
                ["height"] = shape.Height,
                ["width"] = shape.Width,
                ["channels"] = shape.Channels,
            },
            ["action"] = node,
            ["framesPerStep"] = environment.FramesPerAgentStep,
            ["longestEpisode"] = environment.LongestEpisode,
            ["framesPerSecond"] = environment.Display?.FrameRate,
        }.ToJsonString();
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Reads them.</summary>
    /// <param name="content">UTF-8.</param>
    /// <returns>The spaces.</returns>
    /// <exception cref="InvalidDataException">The text describes none.</exception>
    internal static Spaces Read(ReadOnlySpan<byte> content)
    {
        try
        {
            JsonNode spaces = JsonNode.Parse(content)!;
            return new Spaces(
                ReadObservation(spaces["observation"]!),
                ReadActions(spaces["action"]!),
                spaces["framesPerStep"]!.GetValue<int>(),
                spaces["longestEpisode"]?.GetValue<int>(),
                (int?)spaces["framesPerSecond"]?.GetValue<double>());
        }
        catch (Exception problem) when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"spaces that cannot be read ({problem.Message})", problem);
        }
    }

    private static ObservationSpecification ReadObservation(JsonNode node)
    {
        int height = node["height"]!.GetValue<int>(), width = node["width"]!.GetValue<int>(), channels = node["channels"]!.GetValue<int>();
        return node["kind"]!.GetValue<string>() == "pixels"
            ? ObservationSpecification.Pixels(height, width, channels) : ObservationSpecification.Vector(channels);
    }

    private static ActionSpecification ReadActions(JsonNode node) => node["kind"]!.GetValue<string>() switch
    {
        "discrete" when node["names"] is JsonArray names =>
            ActionSpecification.Discrete(Array.ConvertAll([.. names], name => name!.GetValue<string>())),
        "discrete" => ActionSpecification.Discrete(node["count"]!.GetValue<int>()),
        "several" => ActionSpecification.MultiDiscrete(
            Array.ConvertAll([.. node["choices"]!.AsArray()], count => count!.GetValue<int>())),
        _ => ActionSpecification.Continuous(
            ReadBounds(node["low"]!, float.NegativeInfinity), ReadBounds(node["high"]!, float.PositiveInfinity)),
    };

    private static float[] ReadBounds(JsonNode list, float missing) =>
        Array.ConvertAll([.. list.AsArray()], bound => (float)(bound?.GetValue<double>() ?? missing));

    private static JsonArray Bounds(ReadOnlySpan<float> bounds)
    {
        var list = new JsonArray();
        foreach (float bound in bounds) list.Add(float.IsFinite(bound) ? JsonValue.Create((double)bound) : null);
        return list;
    }

    private static JsonArray? Names(ActionSpecification actions) =>
        actions.Names is { } names ? [.. Array.ConvertAll([.. names], name => JsonValue.Create(name))] : null;

    private static JsonArray Numbers(int[] numbers) => [.. Array.ConvertAll(numbers, number => JsonValue.Create(number))];
}
