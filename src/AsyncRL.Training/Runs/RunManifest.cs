using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Machine;

namespace AsyncRL.Training.Runs;

/// <summary>The file run.json: the run with every option's value, and the machine. It is written before the first step.</summary>
internal static class RunManifest
{
    internal const int Format = 3;

    /// <summary>Options without effect that an algorithm had in earlier versions, whose manifests name them.</summary>
    private static readonly (string Algorithm, string Option)[] FormerOptions = [("ape-x", "steps-per-update")];

    /// <summary>The member that holds the layers of a network that is not in the catalogue.</summary>
    internal const string NetworkMember = "networkLayers";

    /// <summary>The member that says which run's θ the run began with; missing if θ was drawn.</summary>
    private const string InitialMember = "initialParameters";

    /// <summary>The member with the latencies between cores; missing if the run has one thread, or if they were not measured.</summary>
    private const string LatenciesMember = "coreLatencies";

    /// <summary>The largest number of cores for which every pair is written. The file has a line for each number.</summary>
    private const int MostCoresInMatrix = 16;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The manifest of a run.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="latencies">The latencies between the machine's cores; null if they do not matter to the run, or are unknown.</param>
    internal static string Write(TrainingConfiguration configuration, CoreLatencies? latencies = null)
    {
        var options = new JsonObject();
        foreach ((string name, string value) in configuration.AllAssignments()) options.Add(name, value);
        var manifest = new JsonObject
        {
            ["format"] = Format,
            ["version"] = MachineDescription.Version,
            ["processor"] = MachineDescription.Processor,
            ["system"] = MachineDescription.System,
            ["vectorWidth"] = configuration.VectorWidth.ToString(),
            ["fused"] = VectorChoice.IsFused,
            ["started"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["environment"] = configuration.Environment.Name,
            ["specification"] = EnvironmentSpecification.Write(configuration),
            ["algorithm"] = configuration.Algorithm.Name,
            ["network"] = configuration.Network.Description.Name,
            ["layers"] = configuration.Network.Description.ToString(),
            [NetworkMember] = NetworkCatalogue.Contains(configuration.Network.Description)
                ? null : NetworkJson.Write(configuration.Network.Description),
            ["parameters"] = configuration.Network.Layout.ParameterCount,
            ["execution"] = configuration.Execution,
            ["threads"] = configuration.Threads,
            ["actors"] = configuration.ActorsOfAllGroups,
            ["agentSteps"] = configuration.AgentSteps,
            ["seed"] = configuration.Seed,
            ["sharing"] = configuration.Sharing,
            ["options"] = options,
            ["warnings"] = new JsonArray([.. configuration.Warnings]),
        };
        if (configuration.Assembly is { } assembly) manifest.Add("assembly", assembly);
        if (configuration.InitialParameters is { } initial)
        {
            manifest[InitialMember] = new JsonObject
            {
                ["directory"] = initial.Directory,
                ["checkpoint"] = initial.Checkpoint,
                ["agentSteps"] = initial.AgentSteps,
                ["sha256"] = initial.Sha256,
            };
        }

        if (latencies is not null)
            manifest.Add(LatenciesMember, CoreLatenciesJson.Write(latencies, latencies.Processors.Length <= MostCoresInMatrix));

        return manifest.ToJsonString(Indented) + "\n";
    }

    /// <summary>Writes the changed options of a resumed run into its manifest, and adds them to the manifest's history.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="configuration">The configuration with which the run continues.</param>
    /// <param name="changes">The changed options.</param>
    /// <param name="agentSteps">T of the change.</param>
    internal static string Change(
        string json, TrainingConfiguration configuration, IReadOnlyList<SettingChange> changes, long agentSteps)
    {
        JsonObject manifest = JsonNode.Parse(json)!.AsObject();
        (manifest["agentSteps"], manifest["sharing"]) = (configuration.AgentSteps, configuration.Sharing);
        foreach ((string name, string value) in configuration.AllAssignments()) manifest["options"]![name] = value;
        if (manifest["changes"] is not JsonArray history) manifest["changes"] = history = [];
        foreach (SettingChange change in changes)
        {
            history.Add(new JsonObject
            {
                ["when"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
                ["agentStep"] = agentSteps,
                ["option"] = change.Name,
                ["before"] = change.Before,
                ["after"] = change.After,
            });
        }

        return manifest.ToJsonString(Indented) + "\n";
    }

    /// <summary>The manifest with a member.</summary>
    internal static string With(string json, string member, JsonNode value)
    {
        JsonObject manifest = JsonNode.Parse(json)!.AsObject();
        manifest[member] = value;
        return manifest.ToJsonString(Indented) + "\n";
    }

    /// <summary>Whether θ was drawn, rather than copied from another run.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>Whether it was.</returns>
    /// <exception cref="InputException">The text is not a manifest.</exception>
    internal static bool DrewParameters(string json, string path) => Parse(
        json, $"The file {path} is no manifest; expected a run.json that train wrote.", manifest => manifest[InitialMember] is null);

    /// <summary>Reads the initial θ that a manifest names.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>θ; null if θ was drawn.</returns>
    /// <exception cref="InputException">The text is not a manifest, or the named run is missing or has another θ.</exception>
    internal static InitialParameters? ReadInitialParameters(string json, string path)
    {
        (string Directory, string Checkpoint, string Sha256)? source = Parse<(string, string, string)?>(
            json,
            $"The member {InitialMember} of {path} names no run; expected a run.json that train wrote.",
            manifest => manifest[InitialMember] is not { } initial
                ? null
                : (Text(initial, "directory"), Text(initial, "checkpoint"), Text(initial, "sha256")));
        return source is { } found ? InitialParameters.Read(found.Directory, found.Checkpoint, found.Sha256) : null;

        static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();
    }

    /// <summary>Makes a substitute for the run's environment.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="InputException">The text is not a manifest of a run.</exception>
    internal static ShownEnvironment ReadSpecification(string json, string path) => Parse(
        json, $"The file {path} does not specify its environment; expected the run.json that train wrote.", EnvironmentSpecification.Read);

    /// <summary>Reads the run's request.</summary>
    /// <param name="json">The manifest.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="InputException">The text is not a manifest of a run.</exception>
    internal static TrainingRequest Read(string json, string path) => Parse(
        json,
        $"The file {path} is not a manifest of a run; expected the run.json that train wrote.",
        manifest =>
        {
            int format = manifest["format"]!.GetValue<int>();
            if (format != Format) throw new InputException($"The manifest {path} has format {format}; expected {Format}.");
            var assignments = new Dictionary<string, string>();
            foreach ((string name, JsonNode? value) in manifest["options"]!.AsObject()) assignments.Add(name, value!.GetValue<string>());
            string algorithm = manifest["algorithm"]!.GetValue<string>();
            foreach ((string owner, string option) in FormerOptions)
            {
                if (algorithm == owner) assignments.Remove(option);
            }

            string execution = manifest["execution"]!.GetValue<string>();
            bool isSimulated = execution == TrainingConfiguration.Simulated;
            return new TrainingRequest
            {
                Environment = manifest["environment"]!.GetValue<string>(),
                Assembly = manifest["assembly"]?.GetValue<string>(),
                Algorithm = algorithm,
                Network = manifest["network"]!.GetValue<string>(),
                Layers = manifest[NetworkMember] is { } layers
                    ? NetworkJson.Read(layers.ToJsonString(), $"The member {NetworkMember} of {path}") : null,
                Execution = execution,
                Threads = isSimulated ? null : manifest["threads"]!.GetValue<int>(),
                Actors = isSimulated ? manifest["actors"]!.GetValue<int>() : null,
                AgentSteps = manifest["agentSteps"]!.GetValue<long>(),
                Seed = manifest["seed"]!.GetValue<ulong>(),
                Sharing = manifest["sharing"]!.GetValue<string>(),
                Assignments = assignments,
                Given = [],
            };
        });

    /// <summary>Reads a manifest. A text that is not a manifest gets one sentence.</summary>
    private static T Parse<T>(string json, string refusal, Func<JsonNode, T> read)
    {
        try
        {
            return read(JsonNode.Parse(json)!);
        }
        catch (Exception problem)
            when (problem is JsonException or NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InputException(refusal, problem);
        }
    }
}
