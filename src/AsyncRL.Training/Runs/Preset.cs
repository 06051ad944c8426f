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
                return environment != task && NearestOf(environment) is { } nearest ? preset with { Caveat = nearest.Caveat } : preset;
            first ??= preset;
        }

        const string Source = "the defaults of every option";
        return new Preset(environment, algorithm ?? "a3c", first?.Network ?? "mlp", first?.AgentSteps ?? 1_000_000, [], Source)
        {
            IsKnown = false,
        };
    }

    /// <summary>
    /// Environments of other programs for which settings of a similar one are taken. A game of an emulator, of the Arcade Learning
    /// Environment or of libretro, has the settings of our nearest game, for the paper's network needs them. A track of TORCS has those of
    /// the usual track.
    /// </summary>
    private static readonly (Predicate<string> Has, string Task, string Caveat)[] Nearest =
    [
        (IsEmulated, "pong", "The settings are those of the built-in pong; they were not tried on this game."),
        (IsRace, "torcs:g-track-1", "The settings are those of torcs:g-track-1; they were not tried on this track."),
    ];

    /// <summary>
    /// The name itself, if the table has it, or the similar one of <see cref="Nearest"/>. Otherwise the built-in environment with the same
    /// rules: "cartpole" for "gymnasium:CartPole-v1".
    /// </summary>
    private static string TaskOf(string environment)
    {
        foreach (Preset preset in All)
        {
            if (preset.Environment == environment) return environment;
        }

        if (NearestOf(environment) is { } nearest) return nearest.Task;
        string id = environment[(environment.LastIndexOf(':') + 1)..];
        return id.Length < environment.Length && EnvironmentCatalogue.Find(id) is { } own ? own.Name : environment;
    }

    private static (string Task, string Caveat)? NearestOf(string environment)
    {
        foreach ((Predicate<string> has, string task, string caveat) in Nearest)
        {
            if (has(environment)) return (task, caveat);
        }

        return null;
    }

    private static bool IsRace(string environment) => environment.StartsWith("torcs:", StringComparison.OrdinalIgnoreCase);

    private static bool IsEmulated(string environment) => environment.Contains(":ALE/", StringComparison.Ordinal)
        || environment.StartsWith("libretro:", StringComparison.OrdinalIgnoreCase);
}
