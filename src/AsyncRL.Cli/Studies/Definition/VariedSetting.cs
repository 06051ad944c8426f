using System.Globalization;
using System.Numerics;
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
        "environment" => throw new InputException("The study varies the environment; expected a task for each environment."),
        "algorithm" => request with { Algorithm = value },
        "network" => request with { Network = value, Layers = null },
        "execution" => request with { Execution = value },
        "sharing" => request with { Sharing = value },
        "threads" => request with { Threads = Number<int>(name, value) },
        "actors" => request with { Actors = Number<int>(name, value) },
        "agent-steps" => request with { AgentSteps = Number<long>(name, value) },
        _ => request with
        {
            Assignments = Assignments.Merge(request.Assignments, new Dictionary<string, string> { [name] = value }),
        },
    };

    private static T Number<T>(string name, string value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (T.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && number > T.Zero) return number;
        throw new InputException(string.Create(
            CultureInfo.InvariantCulture,
            $"The varied option {name} is \"{value}\"; expected a whole number from 1 to {T.MaxValue}."));
    }
}
