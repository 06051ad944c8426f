using System.Collections.Immutable;

namespace AsyncRL.Training.Runs;

/// <summary>What <c>train</c> does for an environment when nothing else is said: settings that are known to work.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="AgentSteps">T_max.</param>
/// <param name="Assignments">Options that differ from their defaults.</param>
/// <param name="Source">Where the settings come from and what they reach.</param>
public sealed record Preset(
    string Environment, string Algorithm, string Network, long AgentSteps, ImmutableDictionary<string, string> Assignments, string Source)
{
    /// <summary>Whether the settings come from the table; else they are the defaults of all options.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Why the settings are not known to learn the task, as a sentence; null where they are.</summary>
    public string? Caveat { get; init; }

    /// <summary>Actor-learners with which the settings are known to learn; null where their number does not matter.</summary>
    public int? MostActors { get; init; }

    /// <summary>The table of presets.</summary>
    public static ImmutableArray<Preset> All => PresetTable.All;

    /// <summary>
    /// The preset of an environment, the first of the table where no algorithm is asked for. Where the table has none for the algorithm,
    /// the defaults of every option, with the network and the agent steps of the environment's first.
    /// </summary>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="algorithm">Name of the algorithm; null for the environment's first.</param>
    /// <returns>The preset; <see cref="IsKnown"/> says whether the table has it.</returns>
    public static Preset For(string environment, string? algorithm = null)
    {
        Preset? first = null;
        foreach (Preset preset in All)
        {
            if (preset.Environment != environment) continue;
            if (algorithm is null || preset.Algorithm == algorithm) return preset;
            first ??= preset;
        }

        const string Source = "the defaults of every option";
        return new Preset(environment, algorithm ?? "a3c", first?.Network ?? "mlp", first?.AgentSteps ?? 1_000_000, [], Source)
        {
            IsKnown = false,
        };
    }
}
