using System.Collections.Immutable;
using AsyncRL.Environments;

namespace AsyncRL.Training.Runs;

/// <summary>The default settings of <c>train</c> for an environment and an algorithm, which are known to learn.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="AgentSteps">T_max.</param>
/// <param name="Assignments">Options that differ from their defaults.</param>
/// <param name="Source">The source of the settings.</param>
public sealed record Preset(
    string Environment, string Algorithm, string Network, long AgentSteps, ImmutableDictionary<string, string> Assignments, string Source)
{
    /// <summary>Whether the settings come from the table; otherwise they are the defaults of all options.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>A sentence with the reason why the settings are not known to learn the task; null if they are known to learn it.</summary>
    public string? Caveat { get; init; }

    /// <summary>Largest number of actor-learners with which the settings are known to learn; null for any number.</summary>
    public int? MostActors { get; init; }

    /// <summary>The table of presets.</summary>
    public static ImmutableArray<Preset> All => PresetTable.All;

    /// <summary>
    /// Finds the preset of an environment and an algorithm. Without an algorithm it is the environment's first preset in the table. If the
    /// table has no preset for the algorithm, the result has the defaults of every option, and the network and the agent steps of the
    /// environment's first preset.
    /// </summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="algorithm">Name of the algorithm; null for the environment's first.</param>
    /// <returns>The preset; <see cref="IsKnown"/> is whether the table has it.</returns>
    public static Preset For(string environment, string? algorithm = null)
    {
        Preset? first = null;
        string task = TaskOf(environment);
        foreach (Preset preset in All)
        {
            if (preset.Environment != task) continue;
            if (algorithm is null || preset.Algorithm == algorithm)
                return IsTriedOn(environment, task) ? preset : preset with { Caveat = NotTriedOn(task) };
            first ??= preset;
        }

        const string Source = "the defaults of every option";
        return new Preset(environment, algorithm ?? "a3c", first?.Network ?? "mlp", first?.AgentSteps ?? 1_000_000, [], Source)
        {
            IsKnown = false,
        };
    }

    private static string NotTriedOn(string task) => IsRace(task)
        ? $"The settings are those of {task}; they were not tried on this track."
        : $"The settings are those of the built-in {task}; they were not tried on this game.";

    private static bool IsTriedOn(string environment, string task) =>
        environment == task || !(IsEmulated(environment) || IsRace(environment));

    /// <summary>
    /// The name itself, if the table has it. Otherwise the built-in environment with the same rules: "cartpole" for
    /// "gymnasium:CartPole-v1". A game of an emulator, of the Arcade Learning Environment or of libretro, has the settings of our
    /// nearest game, for the paper's network needs them. A track of TORCS has those of the usual track.
    /// </summary>
    private static string TaskOf(string environment)
    {
        foreach (Preset preset in All)
        {
            if (preset.Environment == environment) return environment;
        }

        string id = environment[(environment.LastIndexOf(':') + 1)..];
        if (IsEmulated(environment)) return "pong";
        if (IsRace(environment)) return UsualRace;
        return id.Length < environment.Length && EnvironmentCatalogue.Find(id) is { } own ? own.Name : environment;
    }

    private const string UsualRace = "torcs:g-track-1";

    private static bool IsRace(string environment) => environment.StartsWith("torcs:", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmulated(string environment) => environment.Contains(":ALE/", StringComparison.Ordinal)
        || environment.StartsWith("libretro:", StringComparison.OrdinalIgnoreCase);
}
