using System.Text.Json.Nodes;
using AsyncRL.Environments;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Writes and reads the specification of an environment in a manifest: observation, actions and action repeat. With it an agent can act in
/// a program that does not have the environment.
/// </summary>
internal static class EnvironmentSpecification
{
    internal static JsonObject Write(TrainingConfiguration configuration)
    {
        (ObservationSpecification observation, ActionSpecification actions) = (configuration.Observation, configuration.Actions);
        var lists = new JsonObject();
        if (actions.Kind == ActionKind.Continuous)
        {
            lists["low"] = Array(actions.Low.ToArray(), bound => Bound(bound));
            lists["high"] = Array(actions.High.ToArray(), bound => Bound(bound));
        }

        if (actions.Kind == ActionKind.MultiDiscrete) lists["choices"] = Array(actions.Choices.ToArray(), count => JsonValue.Create(count));
        lists["kind"] = actions.Kind.ToString();
        lists["count"] = actions.Count;
        return new JsonObject
        {
            ["observation"] = new JsonObject
            {
                ["kind"] = observation.Kind.ToString(),
                ["height"] = observation.Height,
                ["width"] = observation.Width,
                ["channels"] = observation.Channels,
            },
            ["actions"] = lists,
            ["framesPerAgentStep"] = configuration.FramesPerAgentStep,
            ["longestEpisode"] = configuration.LongestEpisode,
        };
    }

    /// <summary>Makes a substitute for the environment of a manifest.</summary>
    internal static ShownEnvironment Read(JsonNode manifest)
    {
        JsonNode specification = manifest["specification"]!, shown = specification["observation"]!, taken = specification["actions"]!;
        var observation = new ObservationSpecification(
            Enum.Parse<ObservationKind>(shown["kind"]!.GetValue<string>()),
            shown["height"]!.GetValue<int>(),
            shown["width"]!.GetValue<int>(),
            shown["channels"]!.GetValue<int>());
        ActionSpecification actions = Enum.Parse<ActionKind>(taken["kind"]!.GetValue<string>()) switch
        {
            ActionKind.Continuous => ActionSpecification.Continuous(
                Bounds(taken["low"]!, float.NegativeInfinity), Bounds(taken["high"]!, float.PositiveInfinity)),
            ActionKind.MultiDiscrete => ActionSpecification.MultiDiscrete(
                System.Array.ConvertAll([.. taken["choices"]!.AsArray()], count => count!.GetValue<int>())),
            _ => ActionSpecification.Discrete(taken["count"]!.GetValue<int>()),
        };
        return new ShownEnvironment(
            manifest["environment"]!.GetValue<string>(),
            observation,
            actions,
            specification["framesPerAgentStep"]!.GetValue<int>(),
            specification["longestEpisode"]?.GetValue<int>());
    }

    private static JsonArray Array<T>(T[] items, Func<T, JsonNode?> write) => [.. System.Array.ConvertAll(items, item => write(item))];

    /// <summary>JSON has no infinity; null means that there is no bound.</summary>
    private static JsonValue? Bound(float bound) => float.IsFinite(bound) ? JsonValue.Create(bound) : null;

    private static float[] Bounds(JsonNode list, float missing) =>
        System.Array.ConvertAll([.. list.AsArray()], bound => bound?.GetValue<float>() ?? missing);
}
