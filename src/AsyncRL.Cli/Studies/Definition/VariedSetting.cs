using System.Globalization;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>Sets a varied option in a request. The settings of a run have their own members; every other name is an option.</summary>
internal static class VariedSetting
{
    /// <summary>Sets the option.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The option.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The request with the value.</returns>
    /// <exception cref="InputException">The value is no whole number, where one is expected.</exception>
    internal static TrainingRequest Set(TrainingRequest request, string name, string value) => name.ToLowerInvariant() switch
    {
        "environment" => request with { Environment = value, Assembly = null },
        "algorithm" => request with { Algorithm = value },
        "network" => request with { Network = value, Layers = null },
        "execution" => request with { Execution = value },
        "sharing" => request with { Sharing = value },
        "threads" => request with { Threads = Number(name, value) },
        "actors" => request with { Actors = Number(name, value) },
        "agent-steps" => request with { AgentSteps = Number(name, value) },
        _ => request with
        {
            Assignments = Assignments.Merge(request.Assignments, new Dictionary<string, string> { [name] = value }),
        },
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out int number)
            && number > 0
            ? number
            : throw new InputException($"The varied option {name} is \"{value}\"; expected a whole number of at least 1.");
}
